import { createHash } from 'node:crypto';
import { type Elsewhere, EVENT_BYTES, type PaperRecord, type PaperState } from '@paperboy/contracts';

/** The most bytes of a paper as JSON. The rest of an event is for headers, and for a later submission or withdrawal. */
export const PAPER_BYTES = EVENT_BYTES - 50_000;

/** The effect of a record on its paper. */
export type RecordOutcome = 'new' | 'changed' | 'unchanged';

/** The record of an import that last changed a paper. It is kept so that a replay is counted with the same outcome. */
export interface AppliedRecord {
  importId: string;
  partition: number;
  offset: number;
  outcome: RecordOutcome;
}

/** A paper without its `seq`, which the database raises in the update itself. */
export type PaperContent = Omit<PaperState, 'seq'>;

/** The part of a paper that is needed to judge a record. */
export interface KnownPaper {
  seq: number;
  /** Digest of the content of the record that was applied last. */
  digest: string;
  /** When that record was observed; orders records of the same version and update. */
  observedAt: string;
  /** When its source last changed its record of this version; absent when the source does not state it. */
  modifiedAt?: string;
  /** True while its dates are those of an announcement; exact ones replace them. */
  approximate?: true;
  /** When a source was observed to have the paper no longer. */
  deletedAt?: string;
  taken?: AppliedRecord;
  state: Pick<
    PaperContent,
    | 'version'
    | 'updatedAt'
    | 'arrivedAt'
    | 'withdrawnAt'
    | 'submission'
    | 'elsewhere'
    | 'links'
    | 'authorCommented'
  >;
}

/** The new content of a paper, or `unchanged`. */
export type Revision =
  | { outcome: 'unchanged' }
  | {
      outcome: 'new' | 'changed';
      type: 'paper.added' | 'paper.revised' | 'paper.withdrawn';
      digest: string;
      /** `arrivedAt` is absent when the paper arrives now: then the update sets it by the database's clock. */
      state: Omit<PaperContent, 'arrivedAt'> & { arrivedAt?: string };
    };

/** A live record of a paper that is older than this is no news: somebody requested it. */
const NEWS_DAYS = 14;

/**
 * Whether records come live or from an import. Papers of an import, and older ones that somebody requested, count as
 * having arrived when they were published.
 */
export type RecordStream = 'live' | 'bulk';

/**
 * Judges a record against what is known of its paper. Records of a paper are ordered by version, then by their dates
 * (exact ones count as later than those of an announcement), then by the time of their update, then by when the source
 * last changed them, then by when they were observed. A record changes nothing when it is not later than the applied
 * one, or has the same content. So replayed, repeated and late records end in the same paper, whatever their order.
 */
export function judge(known: KnownPaper | undefined, record: PaperRecord, arrival: RecordStream): Revision {
  const digest = contentDigest(record);
  if (known && !isLater(known, record)) return { outcome: 'unchanged' };
  if (known && known.digest === digest && !known.deletedAt) return { outcome: 'unchanged' };
  // Of this record alone: the time of a withdrawal that was taken before would depend on the order.
  const withdrawnAt = record.withdrawn ? record.updatedAt : undefined;
  const isNews = arrival === 'live' && ageDaysOf(record) < NEWS_DAYS;
  const arrivedAt = known?.state.arrivedAt ?? (isNews ? undefined : record.publishedAt);
  const elsewhere = newerElsewhere(known, record) ?? known?.state.elsewhere;
  const state = {
    id: record.paperId,
    version: record.version,
    title: record.title,
    summary: record.summary,
    authors: record.authors,
    ...(record.asGiven && { asGiven: record.asGiven }),
    categories: record.categories,
    publishedAt: record.publishedAt,
    updatedAt: record.updatedAt,
    ...(arrivedAt && { arrivedAt }),
    ...(record.comment && { comment: record.comment }),
    ...(record.journalRef && { journalRef: record.journalRef }),
    ...(record.doi && { doi: record.doi }),
    ...(record.license && { license: record.license }),
    ...(record.url && { url: record.url }),
    ...(withdrawnAt && { withdrawnAt }),
    ...(known?.state.submission && { submission: known.state.submission }),
    ...(elsewhere && { elsewhere }),
    ...(known?.state.links && { links: known.state.links }),
    ...(known?.state.authorCommented && { authorCommented: true }),
    sample: false,
  };
  if (!known) return { outcome: 'new', type: 'paper.added', digest, state };
  const type = withdrawnAt && !known.state.withdrawnAt ? 'paper.withdrawn' : 'paper.revised';
  return { outcome: 'changed', type, digest, state };
}

/**
 * What a record says of another site, if it was seen later than what is known; undefined otherwise. The rest of the
 * record does not matter. It is stored even if only `seenAt` differs (`saysTheSame`): otherwise a record that was seen
 * in between and arrives later would replace it.
 */
export function newerElsewhere(
  known: Pick<KnownPaper, 'state'> | undefined,
  { elsewhere }: Pick<PaperRecord, 'elsewhere'>,
): Elsewhere | undefined {
  const before = known?.state.elsewhere;
  return elsewhere && (!before || isNewer(elsewhere, before)) ? elsewhere : undefined;
}

/** Of two that were seen at the same time, the same one always counts, in whatever order they arrive. */
function isNewer(one: Elsewhere, other: Elsewhere): boolean {
  if (one.seenAt !== other.seenAt) return one.seenAt > other.seenAt;
  return JSON.stringify(keyOf(one)) > JSON.stringify(keyOf(other));
}

function keyOf({ site, day, at = '', by = '', upvotes }: Elsewhere): unknown[] {
  return [site, day, at, by, upvotes];
}

/** Whether another site says the same of a paper, apart from `seenAt`. Then no event is needed. */
export function saysTheSame(one: Elsewhere, other: Elsewhere | undefined): boolean {
  return other !== undefined && JSON.stringify(keyOf(one)) === JSON.stringify(keyOf(other));
}

function ageDaysOf({ observedAt, publishedAt }: PaperRecord): number {
  return (Date.parse(observedAt) - Date.parse(publishedAt)) / 86_400_000;
}

/** Whether a paper is too large for its events. */
export function isTooLarge(state: object): boolean {
  return Buffer.byteLength(JSON.stringify(state)) > PAPER_BYTES;
}

function isLater(known: KnownPaper, record: PaperRecord): boolean {
  if (known.deletedAt && record.observedAt <= known.deletedAt) return false;
  if (record.version !== known.state.version) return record.version > known.state.version;
  if (known.approximate !== (record.approximateDates || undefined)) return known.approximate === true;
  // A repeated announcement has a later date. The earliest date counts, since the paper appeared then.
  if (known.approximate && record.updatedAt !== known.state.updatedAt)
    return record.updatedAt < known.state.updatedAt;
  if (record.updatedAt !== known.state.updatedAt) return record.updatedAt > known.state.updatedAt;
  // An old snapshot may be read after a newer one, so the day on which arXiv changed the record decides.
  const [before, now] = [known.modifiedAt ?? '', record.modifiedAt ?? ''];
  if (before !== now) return now > before;
  // At an equal time of observation it is the same record, and then `judge` finds its digest equal.
  return record.observedAt >= known.observedAt;
}

/** The effect of a source's deletion: the paper is marked as withdrawn, unless it was observed after the deletion. */
export function judgeDeletion(
  known: KnownPaper | undefined,
  deletion: { observedAt: string },
): { outcome: 'changed'; withdrawnAt: string } | { outcome: 'unchanged' } {
  const isKnown = !known || known.state.withdrawnAt || deletion.observedAt < known.observedAt;
  return isKnown ? { outcome: 'unchanged' } : { outcome: 'changed', withdrawnAt: deletion.observedAt };
}

/**
 * Whether a record puts its paper on the list of the day. Ingest requests this for newly announced papers for some
 * days. An import never does, no paper is submitted twice, and no withdrawn paper is.
 */
export function submits(
  known: Pick<KnownPaper, 'state'> | undefined,
  { submitUntil, withdrawn }: Pick<PaperRecord, 'submitUntil' | 'withdrawn'>,
  arrival: RecordStream,
  now: Date,
): boolean {
  if (arrival !== 'live' || submitUntil === undefined || now >= new Date(submitUntil)) return false;
  return !withdrawn && !known?.state.submission && !known?.state.withdrawnAt;
}

/** A digest of a record's content, whatever its source and its time of observation. */
export function contentDigest(record: PaperRecord): string {
  const content = [
    record.version,
    record.title,
    record.summary,
    record.authors.map(({ name }) => name),
    record.categories,
    record.publishedAt,
    record.updatedAt,
    // The later time has to be stored. Otherwise an older record that comes afterwards would undo it.
    record.modifiedAt ?? '',
    record.comment ?? '',
    record.journalRef ?? '',
    record.doi ?? '',
    record.license ?? '',
    record.withdrawn,
    // Left out when absent, so that digests from before records had a `url` stay equal.
    ...(record.url ? [record.url] : []),
    // Exact dates have to be stored as such, also when they equal the approximate ones.
    ...(record.approximateDates ? ['approximate'] : []),
    ...besideNames(record),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}

/** Parts of names, affiliations and the source's own text. Left out as a whole when the record has none of them. */
function besideNames({ authors, asGiven }: PaperRecord): unknown[] {
  const found = authors.map(({ family, given, suffix, affiliations, asGiven: written }) =>
    family || given || suffix || written || affiliations ? [family, given, suffix, affiliations, written] : 0,
  );
  const texts = asGiven ? [asGiven.title, asGiven.summary] : 0;
  return texts !== 0 || found.some((one) => one !== 0) ? [{ authors: found, asGiven: texts }] : [];
}

/** The outcome with which this record was applied before a crash; undefined if it was not the last one applied. */
export function replayedOutcome(
  taken: AppliedRecord | undefined,
  position: Omit<AppliedRecord, 'outcome'>,
): RecordOutcome | undefined {
  const same =
    taken?.importId === position.importId &&
    taken.partition === position.partition &&
    taken.offset === position.offset;
  return same ? taken?.outcome : undefined;
}

/** Splits a batch into runs that hold each paper at most once, since a paper stores only one record. */
export function runsOfDistinctPapers<T extends { paperId: string }>(records: readonly T[]): T[][] {
  const runs: T[][] = [];
  let seen = new Set<string>();
  for (const record of records) {
    const run = runs.at(-1);
    if (!run || seen.has(record.paperId)) {
      runs.push([record]);
      seen = new Set([record.paperId]);
    } else {
      run.push(record);
      seen.add(record.paperId);
    }
  }
  return runs;
}
