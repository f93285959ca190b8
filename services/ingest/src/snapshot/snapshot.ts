import { cleanLine, type PaperRecord, paperIdSchema, recordSchema } from '@paperboy/contracts';
import { z } from 'zod';
import { momentOf } from './dates.js';
import { namesFromLine, namesFromParsed } from './names.js';
import { decodeAccents } from './tex.js';
import { saysWithdrawn } from './withdrawal.js';

/** A longer line is no record of a paper: the longest that arXiv has are some 100 KB. In bytes. */
export const LINE_LIMIT = 1_000_000;

/** A record as JSON must fit into one Kafka message, headers included, whose limit is 1 MiB. In bytes. */
const RECORD_LIMIT = 900_000;

/** Why a line was refused, each with the sentence that the summary shows. The codes are stable. */
export const refusals = {
  'line-too-long': `the line is longer than ${LINE_LIMIT.toLocaleString('en')} bytes`,
  'not-utf8': 'the line is not UTF-8',
  'not-json': 'the line is not JSON',
  'not-an-object': 'the line is JSON but not an object',
  'id-missing': 'it has no id',
  'id-invalid': 'its id is not an arXiv id without version, such as 2602.23229 or hep-th/9901001',
  'title-missing': 'it has no title',
  'title-invalid': 'its title is not a text of at most 2,000 characters',
  'abstract-invalid': 'its abstract is not a text of at most 20,000 characters',
  'authors-missing': 'it has no authors',
  'authors-invalid': 'its authors are no text, or more than 5,000',
  'categories-missing': 'it has no categories',
  'categories-invalid': 'its categories are not at most 40 of the kind cs.AI or hep-th',
  'versions-missing': 'it has no versions',
  'versions-invalid': 'its versions are not of the kind v1 with a date such as Mon, 2 Apr 2007 19:18:42 GMT',
  'details-invalid': 'its comments, journal-ref, doi or license is no text or too long',
  'record-too-big': `as a record it has more than ${RECORD_LIMIT.toLocaleString('en')} bytes`,
} as const;
export type RefusalCode = keyof typeof refusals;

/** What a line of a snapshot came to. */
export type ParsedLine = { record: PaperRecord } | { refused: RefusalCode };

class Refused extends Error {
  constructor(readonly code: RefusalCode) {
    super(code);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function textOf(fields: Fields, name: string, code: RefusalCode): string {
  const value = fields[name];
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new Refused(code);
  return cleanLine(value);
}

function optionalText(fields: Fields, name: string): string | undefined {
  return textOf(fields, name, 'details-invalid') || undefined;
}

function paperIdOf(fields: Fields): string {
  const id = textOf(fields, 'id', 'id-invalid');
  if (id === '') throw new Refused('id-missing');
  // arXiv has no month 00: such ids are the sample's, and no file may overwrite that.
  const month = Number(/^(?:\d\d|.*\/\d\d)(\d\d)/.exec(id)?.[1]);
  if (!paperIdSchema.safeParse(id).success || month < 1 || month > 12) throw new Refused('id-invalid');
  return id;
}

function authorsOf(fields: Fields): PaperRecord['authors'] {
  const parsed = namesFromParsed(fields.authors_parsed);
  const names = parsed.length > 0 ? parsed : namesFromLine(textOf(fields, 'authors', 'authors-invalid'));
  if (names.length === 0) throw new Refused('authors-missing');
  return names.map((name) => ({ name }));
}

function versionsOf(fields: Fields): Pick<PaperRecord, 'version' | 'publishedAt' | 'updatedAt'> {
  const versions = fields.versions;
  if (versions === undefined || versions === null) throw new Refused('versions-missing');
  if (!Array.isArray(versions)) throw new Refused('versions-invalid');
  if (versions.length === 0) throw new Refused('versions-missing');
  const read = versions.map((entry: unknown) => {
    const { version, created } = (typeof entry === 'object' && entry !== null ? entry : {}) as Fields;
    const number = typeof version === 'string' ? Number(/^v([1-9]\d{0,4})$/.exec(version)?.[1]) : Number.NaN;
    const moment = typeof created === 'string' ? momentOf(created) : undefined;
    if (Number.isNaN(number) || !moment) throw new Refused('versions-invalid');
    return { number, at: moment.toISOString() };
  });
  // Not every file has them in order.
  read.sort((left, right) => left.number - right.number);
  const first = read[0];
  const last = read[read.length - 1];
  if (!first || !last) throw new Refused('versions-missing');
  return { version: last.number, publishedAt: first.at, updatedAt: last.at };
}

/** `update_date`: the day on which arXiv last changed the metadata; nothing when it is no day. */
function modifiedAtOf(fields: Fields): string | undefined {
  const date = z.iso.date().safeParse(fields.update_date);
  return date.success ? `${date.data}T00:00:00.000Z` : undefined;
}

const PATH_CODES: Readonly<Record<string, RefusalCode>> = {
  paperId: 'id-invalid',
  title: 'title-invalid',
  summary: 'abstract-invalid',
  authors: 'authors-invalid',
  categories: 'categories-invalid',
  version: 'versions-invalid',
  publishedAt: 'versions-invalid',
  updatedAt: 'versions-invalid',
};

function recordOf(fields: Fields, importId: string, observedAt: string): PaperRecord {
  const paperId = paperIdOf(fields);
  const title = textOf(fields, 'title', 'title-invalid');
  if (title === '') throw new Refused('title-missing');
  const summary = textOf(fields, 'abstract', 'abstract-invalid');
  const categories = [...new Set(textOf(fields, 'categories', 'categories-invalid').split(' '))].filter(
    Boolean,
  );
  if (categories.length === 0) throw new Refused('categories-missing');
  const comment = optionalText(fields, 'comments');
  const parsed = recordSchema.safeParse({
    paperId,
    source: 'arxiv-snapshot',
    importId,
    observedAt,
    ...versionsOf(fields),
    modifiedAt: modifiedAtOf(fields),
    title: cleanLine(decodeAccents(title)),
    summary: cleanLine(decodeAccents(summary)),
    authors: authorsOf(fields),
    categories,
    comment,
    journalRef: optionalText(fields, 'journal-ref'),
    doi: optionalText(fields, 'doi'),
    license: optionalText(fields, 'license'),
    withdrawn: saysWithdrawn(comment ?? '', summary),
  });
  if (!parsed.success)
    throw new Refused(PATH_CODES[String(parsed.error.issues[0]?.path[0])] ?? 'details-invalid');
  return parsed.data;
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
    const record = recordOf(value as Fields, importId, observedAt);
    // A record is hardly longer than its line, so only long lines are worth the second encoding.
    const tooBig = line.length > RECORD_LIMIT / 3 && Buffer.byteLength(JSON.stringify(record)) > RECORD_LIMIT;
    return tooBig ? { refused: 'record-too-big' } : { record };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.code };
    throw error;
  }
}
