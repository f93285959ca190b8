import { createHash } from 'node:crypto';
import { type Elsewhere, EVENT_BYTES, type PaperRecord, type PaperState } from '@paperboy/contracts';

/** The most bytes of a paper as JSON: its events need room for their headers, and for a submission or a withdrawal later. */
export const PAPER_BYTES = EVENT_BYTES - 50_000;

/** What a record did to the catalog. */
export type RecordOutcome = 'new' | 'changed' | 'unchanged';

/** The record of an import that changed a paper last, so that a replay of it is counted with the same outcome. */
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
  /** When its source last changed what it says of this version; absent when no source told. */
  modifiedAt?: string;
  /** True while its dates are those of an announcement; exact ones replace them. */
  approximate?: true;
  /** When a source said that it no longer has the paper. */
  deletedAt?: string;
  taken?: AppliedRecord;
  state: Pick<
    PaperContent,
    'version' | 'updatedAt' | 'arrivedAt' | 'withdrawnAt' | 'submission' | 'elsewhere' | 'links'
  >;
}

/** The new content of a paper, or `unchanged`. */
export type Revision =
  | { outcome: 'unchanged' }
  | {
      outcome: 'new' | 'changed';
      type: 'paper.added' | 'paper.revised' | 'paper.withdrawn';
      digest: string;
      /** `arrivedAt` is absent when the paper arrives now: the database's clock says when that is. */
      state: Omit<PaperContent, 'arrivedAt'> & { arrivedAt?: string };
    };

/** A live record of an older paper is one that somebody asked for. */
const NEWS_DAYS = 14;

/**
 * Whether records come live or from an import. Papers of an import, and older ones that somebody asked for, arrived when
 * they were published.
 */
export type RecordStream = 'live' | 'bulk';

/**
 * Judges a record against what is known. Records of a paper are ordered by version, exact dates behind those of an
 * announcement, then by the time of their update, then by when the source last changed them, then by when they were
 * observed; one that is not later than what was applied changes nothing, nor does one that says the same. So a replay, a
 * duplicate and a late record end in the same paper, whatever the order.
 */
export function judge(known: KnownPaper | undefined, record: PaperRecord, arrival: RecordStream): Revision {
  const digest = contentDigest(record);
  if (known && !isLater(known, record)) return { outcome: 'unchanged' };
  if (known && known.digest === digest && !known.deletedAt) return { outcome: 'unchanged' };
  const withdrawnAt = record.withdrawn ? (known?.state.withdrawnAt ?? record.updatedAt) : undefined;
  const isNews = arrival === 'live' && ageDaysOf(record) < NEWS_DAYS;
  const arrivedAt = known?.state.arrivedAt ?? (isNews ? undefined : record.publishedAt);
  const elsewhere = newerElsewhere(known, record) ?? known?.state.elsewhere;
  const state = {
    id: record.paperId,
    version: record.version,
    title: record.title,
    summary: record.summary,
    authors: record.authors.map(({ name }) => ({ name })),
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
    sample: false,
  };
  if (!known) return { outcome: 'new', type: 'paper.added', digest, state };
  const type = withdrawnAt && !known.state.withdrawnAt ? 'paper.withdrawn' : 'paper.revised';
  return { outcome: 'changed', type, digest, state };
}

/**
 * What a record says of another site, when that was seen later than what is known; whatever else the record says. It has to
 * be stored also when it is the same as before (`saysTheSame`): otherwise something seen in between would undo it.
 */
export function newerElsewhere(
  known: Pick<KnownPaper, 'state'> | undefined,
  { elsewhere }: Pick<PaperRecord, 'elsewhere'>,
): Elsewhere | undefined {
  const before = known?.state.elsewhere;
  return elsewhere && (!before || isNewer(elsewhere, before)) ? elsewhere : undefined;
}

/** Of two that were seen at the same time one counts, whichever comes first. */
function isNewer(one: Elsewhere, other: Elsewhere): boolean {
  if (one.seenAt !== other.seenAt) return one.seenAt > other.seenAt;
  return JSON.stringify(keyOf(one)) > JSON.stringify(keyOf(other));
}

function keyOf({ site, day, at = '', by = '', upvotes }: Elsewhere): unknown[] {
  return [site, day, at, by, upvotes];
}

/** Whether another site says of a paper what it said before, however much later: nobody has to hear of it again. */
export function saysTheSame(one: Elsewhere, other: Elsewhere | undefined): boolean {
  return other !== undefined && JSON.stringify(keyOf(one)) === JSON.stringify(keyOf(other));
}

function ageDaysOf({ observedAt, publishedAt }: PaperRecord): number {
  return (Date.parse(observedAt) - Date.parse(publishedAt)) / 86_400_000;
}

/** Whether a paper is too large for the events that tell of it. */
export function isTooLarge(state: object): boolean {
  return Buffer.byteLength(JSON.stringify(state)) > PAPER_BYTES;
}

function isLater(known: KnownPaper, record: PaperRecord): boolean {
  if (known.deletedAt && record.observedAt <= known.deletedAt) return false;
  if (record.version !== known.state.version) return record.version > known.state.version;
  if (known.approximate !== (record.approximateDates || undefined)) return known.approximate === true;
  // An announcement that comes again under a fresh date is none: the first one says when the paper came.
  if (known.approximate && record.updatedAt !== known.state.updatedAt)
    return record.updatedAt < known.state.updatedAt;
  if (record.updatedAt !== known.state.updatedAt) return record.updatedAt > known.state.updatedAt;
  // A snapshot that is read late may be an old one: the day on which arXiv changed the record decides.
  const [before, now] = [known.modifiedAt ?? '', record.modifiedAt ?? ''];
  if (before !== now) return now > before;
  // An equal time of observation is the same record again, and then its digest is equal too.
  return record.observedAt >= known.observedAt;
}

/** The effect of a source's deletion: the paper is marked as withdrawn, unless it was observed again since. */
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
    // Nothing where there is none, as in the digests that were made before there was any.
    ...(record.url ? [record.url] : []),
    // Exact dates have to be stored as such, also when they equal the approximate ones.
    ...(record.approximateDates ? ['approximate'] : []),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}

/** The outcome of this record when it was applied before a crash, if it was. */
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
