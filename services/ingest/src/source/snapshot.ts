import { cleanLine, type PaperRecord } from '@paperboy/contracts';
import { z } from 'zod';
import { authorsFromLine, authorsFromParsed } from '../record/names.js';
import { arxivId, toRecord } from '../record/record.js';
import { type RecordRefusal, Refused, recordRefusals } from '../record/refusal.js';
import { versionsOf } from '../record/versions.js';

/** The longest line that is read, in bytes. The longest records of arXiv have some 100 KB. */
export const LINE_LIMIT = 1_000_000;

/** Why a line was refused, each with the sentence that the summary shows. The codes are stable. */
export const refusals = {
  ...recordRefusals,
  'line-too-long': `the line is longer than ${LINE_LIMIT.toLocaleString('en')} bytes`,
  'not-utf8': 'the line is not UTF-8',
  'not-json': 'the line is not JSON',
  'not-an-object': 'the line is JSON but not an object',
} as const;
export type RefusalCode = keyof typeof refusals;

/** The record of a line of a snapshot, or why it was refused. */
export type ParsedLine = { record: PaperRecord } | { refused: RefusalCode };

type Fields = Readonly<Record<string, unknown>>;

function textOf(fields: Fields, name: string, code: RecordRefusal): string {
  const value = fields[name];
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new Refused(code);
  return cleanLine(value);
}

function optionalText(fields: Fields, name: string): string | undefined {
  return textOf(fields, name, 'details-invalid') || undefined;
}

function authorsOf(fields: Fields): PaperRecord['authors'] {
  const parsed = authorsFromParsed(fields.authors_parsed);
  if (parsed.length > 0) return parsed;
  return authorsFromLine(textOf(fields, 'authors', 'authors-invalid'));
}

function versionsIn({ versions }: Fields): ReturnType<typeof versionsOf> {
  if (versions === undefined || versions === null) throw new Refused('versions-missing');
  if (!Array.isArray(versions)) throw new Refused('versions-invalid');
  return versionsOf(
    versions.map((entry: unknown) => {
      const { version, created } = (typeof entry === 'object' && entry !== null ? entry : {}) as Fields;
      return { version, created };
    }),
  );
}

/** `update_date`: the day on which arXiv last changed the metadata; undefined when it is no day. */
function modifiedAtOf(fields: Fields): string | undefined {
  const date = z.iso.date().safeParse(fields.update_date);
  return date.success ? `${date.data}T00:00:00.000Z` : undefined;
}

function recordOf(fields: Fields, importId: string, observedAt: string): PaperRecord {
  const paperId = arxivId(textOf(fields, 'id', 'id-invalid'));
  return toRecord({
    paperId,
    source: 'arxiv-snapshot',
    importId,
    observedAt,
    title: textOf(fields, 'title', 'title-invalid'),
    abstract: textOf(fields, 'abstract', 'abstract-invalid'),
    categories: textOf(fields, 'categories', 'categories-invalid').split(' ').filter(Boolean),
    authors: authorsOf(fields),
    ...versionsIn(fields),
    modifiedAt: modifiedAtOf(fields),
    comment: optionalText(fields, 'comments'),
    journalRef: optionalText(fields, 'journal-ref'),
    doi: optionalText(fields, 'doi'),
    license: optionalText(fields, 'license'),
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads one line of an arXiv snapshot (`arxiv-metadata-oai-snapshot.json`: one JSON object a line) into a record,
 * or says by a stable code why it can't be one. Never throws. Fields that it does not know are ignored.
 */
export function parseLine(line: Uint8Array, importId: string, observedAt: string): ParsedLine {
  if (line.length > LINE_LIMIT) return { refused: 'line-too-long' };
  let text: string;
  try {
    text = utf8.decode(line);
  } catch {
    return { refused: 'not-utf8' };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { refused: 'not-json' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { refused: 'not-an-object' };
  try {
    return { record: recordOf(value as Fields, importId, observedAt) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.code };
    throw error;
  }
}
