import { cleanLine, ownNameOf, type PaperRecord, paperIdSchema, recordSchema } from '@paperboy/contracts';
import { RECORD_LIMIT, type RecordRefusal, Refused } from './refusal.js';
import { decodeAccents } from './tex.js';
import { saysWithdrawn } from './withdrawal.js';

/** What a source says of a paper, in the source's own words: clean lines, of any length. */
export interface Said
  extends Pick<
    PaperRecord,
    | 'paperId'
    | 'source'
    | 'importId'
    | 'observedAt'
    | 'version'
    | 'publishedAt'
    | 'updatedAt'
    | 'modifiedAt'
    | 'title'
    | 'authors'
    | 'comment'
    | 'journalRef'
    | 'doi'
    | 'license'
    | 'url'
    | 'announcement'
    | 'approximateDates'
  > {
  readonly abstract: string;
  /** The primary one first; may name one twice. */
  readonly categories: readonly string[];
}

const CODES: Readonly<Record<string, RecordRefusal>> = {
  paperId: 'id-invalid',
  title: 'title-invalid',
  summary: 'abstract-invalid',
  asGiven: 'abstract-invalid',
  authors: 'authors-invalid',
  categories: 'categories-invalid',
  version: 'versions-invalid',
  publishedAt: 'versions-invalid',
  updatedAt: 'versions-invalid',
};

/** The id when arXiv can have issued it. Throws Refused. */
export function arxivId(id: string): string {
  if (id === '') throw new Refused('id-missing');
  // arXiv has no month 00: such ids are the sample's, and no source may overwrite that.
  const month = Number(/^(?:\d\d|.*\/\d\d)(\d\d)/.exec(id)?.[1]);
  if (ownNameOf(id) !== undefined || !paperIdSchema.safeParse(id).success || month < 1 || month > 12)
    throw new Refused('id-invalid');
  return id;
}

/** Whether arXiv can have issued an id. */
export function isArxivId(id: string): boolean {
  try {
    arxivId(id);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** Checks that an id is in the name space of an operator's own source. Throws Refused. */
function ownId(id: string): void {
  if (ownNameOf(id) === undefined || !paperIdSchema.safeParse(id).success) throw new Refused('id-invalid');
}

/** Makes a record of what a source says. Throws Refused with the code of what is wrong. */
export function toRecord({ abstract, title: titleAsGiven, categories, ...said }: Said): PaperRecord {
  if (said.source === 'own') ownId(said.paperId);
  else arxivId(said.paperId);
  if (titleAsGiven === '') throw new Refused('title-missing');
  if (said.authors.length === 0) throw new Refused('authors-missing');
  if (categories.length === 0) throw new Refused('categories-missing');
  const title = decoded(titleAsGiven);
  const summary = decoded(abstract);
  const asGiven = {
    ...(title !== titleAsGiven && { title: titleAsGiven }),
    ...(summary !== abstract && { summary: abstract }),
  };
  const parsed = recordSchema.safeParse({
    ...said,
    title,
    summary,
    ...(Object.keys(asGiven).length > 0 && { asGiven }),
    categories: [...new Set(categories)],
    withdrawn: saysWithdrawn(said.comment ?? '', abstract),
  });
  if (!parsed.success) throw new Refused(CODES[String(parsed.error.issues[0]?.path[0])] ?? 'details-invalid');
  if (isTooBig(parsed.data)) throw new Refused('record-too-big');
  return parsed.data;
}

/** Decodes the accents of TeX in a clean line. A line without any stays as it is. */
function decoded(line: string): string {
  const text = decodeAccents(line);
  return text === line ? line : cleanLine(text);
}

/**
 * Only many authors can make a record that big, so only records with many authors are encoded a second time for this.
 */
function isTooBig(record: PaperRecord): boolean {
  return record.authors.length > 50 && Buffer.byteLength(JSON.stringify(record)) > RECORD_LIMIT;
}
