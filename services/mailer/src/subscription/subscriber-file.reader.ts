import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { invalid } from '@paperboy/platform';
import { CsvError, parse } from 'csv-parse';
import { COLUMNS, type Row } from './subscriber-row.js';

const LONGEST_LINE = 100_000;
/** The heading is read before the rest, to find the delimiter. */
const HEADING_BYTES = 16 * 1_024;
/** Spreadsheets in many languages write semicolons. */
const DELIMITERS = [',', ';', '\t'];
/** A first line by which a spreadsheet is told the delimiter. */
const TOLD_DELIMITER = /^sep=(.)\r?$/i;

/** A line of a file of subscribers. `number` is the line on which it ends. */
export interface FileLine {
  number: number;
  row: Row;
}

/**
 * Reads a CSV file of subscribers line by line, with one line in memory at a time. The file is UTF-8 or UTF-16 (with a
 * byte order mark), with commas, semicolons or tabs. Throws a 400 Problem `unreadable-file` when a required column is
 * missing, or from the line on that can't be read.
 */
export async function* readSubscriberFile(path: string): AsyncGenerator<FileLine> {
  const { delimiter, from } = await headingOf(path);
  const parser = createReadStream(path).pipe(
    parse({
      bom: true,
      columns: (names: string[]) => names.map(columnOf),
      delimiter,
      from_line: from,
      info: true,
      relax_column_count: true,
      // A quote within a cell that has none around it is a sign like any other.
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_LINE,
    }),
  );
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: Row }>)
      yield { number: info.lines, row: record };
  } catch (error) {
    if (error instanceof CsvError) throw unreadable(`${error.message}. The lines before it are done.`);
    throw error;
  }
}

/** The delimiter of a file and the line of its heading. Throws when a required column is missing. */
async function headingOf(path: string): Promise<{ delimiter: string; from: number }> {
  const lines = (await firstTextOf(path)).split('\n');
  const told = TOLD_DELIMITER.exec(lines[0] ?? '')?.[1];
  const from = told === undefined ? 1 : 2;
  const heading = lines[from - 1] ?? '';
  const named = (delimiter: string) => heading.split(delimiter).map(columnOf);
  const known = (delimiter: string) => named(delimiter).filter((name) => isColumn(name)).length;
  const delimiter = told ?? DELIMITERS.reduce((best, other) => (known(other) > known(best) ? other : best));
  const missing = (['address', 'consented_at'] as const).filter((name) => !named(delimiter).includes(name));
  if (missing.length > 0)
    throw unreadable(
      `The heading has no column ${missing.join(' and no column ')}. It may have: ${COLUMNS.join(', ')}.`,
    );
  return { delimiter, from };
}

async function firstTextOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADING_BYTES), 0, HEADING_BYTES, 0);
    const bytes = buffer.subarray(0, bytesRead);
    if (bytes[0] === 0xfe && bytes[1] === 0xff)
      throw unreadable('The file is UTF-16 with the high byte first. Save it as UTF-8.');
    const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
    return new TextDecoder(encoding).decode(bytes);
  } finally {
    await file.close();
  }
}

function columnOf(name: string): string {
  return name.trim().replace(/^"|"$/g, '').trim().toLowerCase();
}

function isColumn(name: string): boolean {
  return (COLUMNS as readonly string[]).includes(name);
}

function unreadable(detail: string) {
  return invalid('unreadable-file', detail);
}
