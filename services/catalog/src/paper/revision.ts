import { createHash } from 'node:crypto';
import { EVENT_BYTES, type PaperRecord, type PaperState } from '@paperboy/contracts';

/** The most bytes of a paper as JSON: its events need room for their headers, and for a submission or a withdrawal later. */
export const PAPER_BYTES = EVENT_BYTES - 50_000;

/** What a record did to the catalog. */
export type Outcome = 'new' | 'changed' | 'unchanged';

/** The record of an import that last touched a paper, so that a replay of it is counted the same again. */
export interface Taken {
  importId: string;
  partition: number;
  offset: number;
  outcome: Outcome;
}

/** A paper without its `seq`, which the database raises in the update itself. */
export type PaperContent = Omit<PaperState, 'seq'>;

/** What has to be known of a paper in order to judge a record of it. */
export interface KnownPaper {
  seq: number;
  /** Digest of the content of the record that was applied last. */
  digest: string;
  /** When that record was observed; orders records of the same version and update. */
  observedAt: string;
  /** When its source last changed what it says of this version; absent when no source told. */
  modifiedAt?: string;
  /** When a source said that it no longer has the paper. */
  deletedAt?: string;
  taken?: Taken;
  state: Pick<PaperContent, 'version' | 'updatedAt' | 'arrivedAt' | 'withdrawnAt' | 'submission'>;
}

/** What is to be written, or that nothing is. */
export type Revision =
  | { outcome: 'unchanged' }
  | {
      outcome: 'new' | 'changed';
      type: 'paper.added' | 'paper.revised' | 'paper.withdrawn';
      digest: string;
      /** `arrivedAt` is absent when the paper arrives now: the database's clock says when that is. */
      state: Omit<PaperContent, 'arrivedAt'> & { arrivedAt?: string };
    };

/** Whether records come live or from an import; papers of an import arrived when they were published. */
export type Arrival = 'live' | 'bulk';

/**
 * Judges a record against what is known. Records of a paper are ordered by version, then by the time of their update,
 * then by when the source last changed them, then by when they were observed; one that is not later than what was applied changes nothing, nor does one that says
 * the same. So a replay, a duplicate and a late record end in the same paper, whatever the order.
 */
export function judge(known: KnownPaper | undefined, record: PaperRecord, arrival: Arrival): Revision {
  const digest = contentDigest(record);
  if (known && !isLater(known, record)) return { outcome: 'unchanged' };
  if (known && known.digest === digest && !known.deletedAt) return { outcome: 'unchanged' };
  const withdrawnAt = record.withdrawn ? (known?.state.withdrawnAt ?? record.updatedAt) : undefined;
  const arrivedAt = known?.state.arrivedAt ?? (arrival === 'bulk' ? record.publishedAt : undefined);
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
    ...(withdrawnAt && { withdrawnAt }),
    ...(known?.state.submission && { submission: known.state.submission }),
    sample: false,
  };
  if (!known) return { outcome: 'new', type: 'paper.added', digest, state };
  const type = withdrawnAt && !known.state.withdrawnAt ? 'paper.withdrawn' : 'paper.revised';
  return { outcome: 'changed', type, digest, state };
}

/** Whether a paper is too large for the events that tell of it. */
export function isTooLarge(state: object): boolean {
  return Buffer.byteLength(JSON.stringify(state)) > PAPER_BYTES;
}

function isLater(known: KnownPaper, record: PaperRecord): boolean {
  if (known.deletedAt && record.observedAt <= known.deletedAt) return false;
  if (record.version !== known.state.version) return record.version > known.state.version;
  if (record.updatedAt !== known.state.updatedAt) return record.updatedAt > known.state.updatedAt;
  // A snapshot that is read late may be an old one: the day on which arXiv changed the record decides.
  const [before, now] = [known.modifiedAt ?? '', record.modifiedAt ?? ''];
  if (before !== now) return now > before;
  // An equal time of observation is the same record again, and then its digest is equal too.
  return record.observedAt >= known.observedAt;
}

/** What a source's deletion does to a paper: it is marked as withdrawn, unless it was seen again since. */
export function judgeDeletion(
  known: KnownPaper | undefined,
  deletion: { observedAt: string },
): { outcome: 'changed'; withdrawnAt: string } | { outcome: 'unchanged' } {
  const settled = !known || known.state.withdrawnAt || deletion.observedAt < known.observedAt;
  return settled ? { outcome: 'unchanged' } : { outcome: 'changed', withdrawnAt: deletion.observedAt };
}

/** A digest over all that a record says of a paper, whoever said it and whenever. */
export function contentDigest(record: PaperRecord): string {
  const content = [
    record.version,
    record.title,
    record.summary,
    record.authors.map(({ name }) => name),
    record.categories,
    record.publishedAt,
    record.updatedAt,
    // A later one has to be remembered, or an older record that comes after it would undo what was the same before.
    record.modifiedAt ?? '',
    record.comment ?? '',
    record.journalRef ?? '',
    record.doi ?? '',
    record.license ?? '',
    record.withdrawn,
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}

/** The outcome that was counted when this very record was applied before the crash, if it was. */
export function replayedOutcome(
  taken: Taken | undefined,
  position: Omit<Taken, 'outcome'>,
): Outcome | undefined {
  const same =
    taken?.importId === position.importId &&
    taken.partition === position.partition &&
    taken.offset === position.offset;
  return same ? taken?.outcome : undefined;
}

/** Cuts a batch into runs that hold each paper at most once, since a paper remembers one record only. */
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
