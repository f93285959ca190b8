import { z } from 'zod';

/** Names with another meaning before a colon: prefixes of ids, schemes of addresses, and fields of the search. */
const RESERVED = new Set([
  ...['arxiv', 'doi', 'http', 'https', 'ftp', 'mailto', 'urn', 'tag', 'oai'],
  ...['title', 'author', 'abstract', 'cat', 'category', 'from', 'to', 'id'],
]);
const NAME = '[a-z][a-z0-9-]{1,15}';
/** Ids of an own source: its name, a colon, and the source's own id of the paper. */
const OWN = new RegExp(`^(${NAME}):[A-Za-z0-9][A-Za-z0-9_-]*$`);
const ARXIV = /^(\d{4}\.\d{4,5}|[a-z]+(-[a-z]+)*(\.[A-Z]{2})?\/\d{7})$/;
/** The version that people paste with an id: `2602.23229v2`. */
const VERSION = /v[1-9]\d{0,2}$/;

/** The name of an own source, which is the namespace of its ids. */
export const ownNameSchema = z
  .string()
  .regex(new RegExp(`^${NAME}$`), 'expected 2 to 16 small letters, digits and hyphens, a letter first')
  .refine(
    (name) => !RESERVED.has(name),
    'expected another name: this word has a meaning of its own in searches, ids or addresses',
  );

/**
 * The id of a paper: arXiv's without version, new (`2602.23229`) or old (`hep-th/9901001`, `math.GT/0309136`), or one
 * of an own source (`lab:2026-17`).
 */
export const paperIdSchema = z
  .string()
  .max(40)
  .regex(
    new RegExp(`${ARXIV.source}|${OWN.source}`),
    'expected an arXiv id without version, such as 2602.23229 or hep-th/9901001',
  )
  .refine(
    (id) => !id.includes(':') || ownNameOf(id) !== undefined,
    'expected an id of another source: the word before the colon has a meaning of its own',
  );

/** Reads the id of a paper as people write it, with or without a version. Undefined for any other text. */
export function paperIdOf(written: string): string | undefined {
  if (ownNameOf(written) !== undefined) return paperIdSchema.safeParse(written).data;
  const id = written.replace(VERSION, '');
  return ownNameOf(id) === undefined ? paperIdSchema.safeParse(id).data : undefined;
}

/** The name of the own source to which an id belongs. Undefined for arXiv's ids and for any other text. */
export function ownNameOf(paperId: string): string | undefined {
  const name = OWN.exec(paperId)?.[1];
  return name === undefined || RESERVED.has(name) ? undefined : name;
}
