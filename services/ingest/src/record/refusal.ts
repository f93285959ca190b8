/** A record as JSON must fit into one Kafka message, headers included, whose limit is 1 MiB. In bytes. */
export const RECORD_LIMIT = 900_000;

/** The reasons for which an entry of a source is no record, each with the sentence that people read. The codes are stable. */
export const recordRefusals = {
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
  'dates-invalid':
    'it has no date of the kind 2026-11-22, 2026-11-22T08:00:00Z or Mon, 2 Apr 2007 19:18:42 GMT',
  'details-invalid': 'its comments, journal-ref, doi or license is no text or too long',
  'record-too-big': `as a record it has more than ${RECORD_LIMIT.toLocaleString('en')} bytes`,
  'not-utf8': 'it is not UTF-8',
  'unknown-to-arxiv': 'arXiv does not know it',
} as const;
export type RecordRefusal = keyof typeof recordRefusals;

/** Ends the reading of one entry, which can't become a record. */
export class Refused extends Error {
  constructor(readonly code: RecordRefusal) {
    super(code);
  }
}
