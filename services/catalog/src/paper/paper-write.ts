import {
  type Elsewhere,
  type EventData,
  FEED_PERSON_ID,
  type PaperRecord,
  type recordDeleted,
} from '@paperboy/contracts';
import { bulkEvent, pendingStage } from '@paperboy/messaging';
import { Problem } from '@paperboy/platform';
import { DATABASE_NOW } from '../document/database-time.js';
import { NEXT_SEQ, PUBLIC_STATE } from '../document/stored-state.js';
import { KEEP_EARLIER, REMEMBER } from './earlier-text.js';
import type { PaperDocument } from './paper.schema.js';
import {
  type AppliedRecord,
  isTooLarge,
  judge,
  judgeDeletion,
  type KnownPaper,
  newerElsewhere,
  PAPER_BYTES,
  type PaperContent,
  type RecordOutcome,
  type RecordStream,
  type Revision,
  replayedOutcome,
  saysTheSame,
  submits,
} from './revision.js';

/** A record or a deletion that the catalog is to take; with its position when it belongs to an import. */
export interface Arriving {
  paperId: string;
  record: PaperRecord | EventData<typeof recordDeleted>;
  position?: Omit<AppliedRecord, 'outcome'>;
}

/** The write that a record or a deletion causes. */
export type PaperWrite = PaperUpdate | PaperInsert;

/** An update of a paper as it was judged. */
export interface PaperUpdate {
  paperId: string;
  /** The `seq` of the paper that was judged. If the paper has another one by now, the record is judged again. */
  judged: number | undefined;
  /** A pipeline also writes the event. Plain operators are for changes that have no event. */
  update: Stage[] | SeenAgain;
}

/** A new paper of an import. Its event is published after those of people. */
interface PaperInsert {
  paperId: string;
  document: PaperDocument;
}

type Stage = ReturnType<typeof pendingStage> | { $unset: string };
type SeenAgain = { $max: { 'state.elsewhere.seenAt': string } };

/**
 * Judges what arrives against what is known of its paper: its outcome, and the write when there is one. Throws Problem
 * 413 `paper-too-large`.
 */
export function judgeArriving(
  { paperId, record, position }: Arriving,
  known: KnownPaper | undefined,
  arrival: RecordStream,
  now: Date,
): { outcome: RecordOutcome; write?: PaperWrite } {
  const replayed = position && replayedOutcome(known?.taken, position);
  if (replayed) return { outcome: replayed };
  const judged = known?.seq;
  if (!('version' in record)) {
    const deletion = judgeDeletion(known, record);
    if (deletion.outcome === 'unchanged') return deletion;
    return { outcome: 'changed', write: { paperId, judged, update: deletionStages(deletion.withdrawnAt) } };
  }
  const revision = judge(known, record, arrival);
  const submitted = submits(known, record, arrival, now);
  if (revision.outcome === 'unchanged') {
    const elsewhere = newerElsewhere(known, record);
    if (!submitted && !elsewhere) return revision;
    if (!submitted && elsewhere && saysTheSame(elsewhere, known?.state.elsewhere))
      return { ...revision, write: { paperId, judged, update: seenAgain(elsewhere) } };
    const taken = position && { ...position, outcome: 'changed' as const };
    return {
      outcome: 'changed',
      write: { paperId, judged, update: besideStages(submitted, elsewhere, taken) },
    };
  }
  if (isTooLarge(revision.state)) throw tooLarge(paperId);
  const taken = position && { ...position, outcome: revision.outcome };
  const { arrivedAt } = revision.state;
  if (!known && arrival === 'bulk' && arrivedAt !== undefined) {
    const document = newDocument(revision, { ...revision.state, arrivedAt }, record, taken);
    return { outcome: revision.outcome, write: { paperId, document } };
  }
  return {
    outcome: revision.outcome,
    write: { paperId, judged, update: revisionStages(revision, record, submitted, taken) },
  };
}

/** Not retriable: the record is parked. A paper that could not be published is never written. */
function tooLarge(paperId: string): Problem {
  const detail = `Paper ${paperId} has more than ${PAPER_BYTES} bytes, more than its events may have.`;
  return new Problem({ status: 413, code: 'paper-too-large', detail });
}

/** The submission of a newly announced paper, at the database's time. */
const BY_FEED = { by: { $literal: FEED_PERSON_ID }, byKind: 'feed', at: DATABASE_NOW };

type Written = Exclude<Revision, { outcome: 'unchanged' }>;

/** The document that `revisionStages` would make if the paper does not exist. */
function newDocument(
  { type, digest }: Written,
  state: PaperContent,
  { paperId, observedAt, modifiedAt, approximateDates }: PaperRecord,
  taken: AppliedRecord | undefined,
): PaperDocument {
  return {
    _id: paperId,
    seq: 1,
    state,
    digest,
    observedAt,
    ...(modifiedAt !== undefined && { modifiedAt }),
    ...(approximateDates && { approximate: true }),
    ...(taken && { taken }),
    // The process's clock is good enough: the paper is on no list of a day, so no edition waits for its event.
    ...bulkEvent(type, new Date()),
  };
}

/** The update for a revision. Titles may hold dollar signs: without `$literal` the database would evaluate them. */
function revisionStages(
  revision: Written,
  { observedAt, modifiedAt, approximateDates }: PaperRecord,
  submitted: boolean,
  taken: AppliedRecord | undefined,
): Stage[] {
  const literal = { $literal: revision.state };
  const arrivedAt = revision.state.arrivedAt ? {} : { arrivedAt: DATABASE_NOW };
  const submission = submitted ? { submission: BY_FEED } : {};
  const state = { $mergeObjects: [literal, { ...arrivedAt, ...submission }] };
  const set = {
    seq: NEXT_SEQ,
    state,
    digest: { $literal: revision.digest },
    observedAt,
    modifiedAt: modifiedAt ?? '$$REMOVE',
    approximate: approximateDates || '$$REMOVE',
    deletedAt: '$$REMOVE',
    ...(taken && { taken: { $literal: taken } }),
  };
  const type = submitted ? 'paper.submitted' : revision.type;
  const before = revision.outcome === 'new' ? [] : [REMEMBER];
  const after = revision.outcome === 'new' ? [] : KEEP_EARLIER;
  return [...before, { $set: set }, ...after, pendingStage({ type, data: PUBLIC_STATE })];
}

/** The update when only the submission of the paper is new, or what another site says of it. */
function besideStages(
  submitted: boolean,
  elsewhere: Elsewhere | undefined,
  taken: AppliedRecord | undefined,
): Stage[] {
  const set = {
    seq: NEXT_SEQ,
    ...(submitted && { 'state.submission': BY_FEED }),
    ...(elsewhere && { 'state.elsewhere': { $literal: elsewhere } }),
    ...(taken && { taken: { $literal: taken } }),
  };
  const type = submitted ? 'paper.submitted' : 'paper.revised';
  return [{ $set: set }, pendingStage({ type, data: PUBLIC_STATE })];
}

/** The update that stores a later `seenAt`. The later of two stands, in whatever order they are written. */
function seenAgain({ seenAt }: Elsewhere): SeenAgain {
  return { $max: { 'state.elsewhere.seenAt': seenAt } };
}

function deletionStages(withdrawnAt: string): Stage[] {
  const set = { seq: NEXT_SEQ, deletedAt: withdrawnAt, 'state.withdrawnAt': withdrawnAt };
  return [
    REMEMBER,
    { $set: set },
    ...KEEP_EARLIER,
    pendingStage({ type: 'paper.withdrawn', data: PUBLIC_STATE }),
  ];
}
