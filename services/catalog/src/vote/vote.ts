import { type VoteState, voteKey } from '@paperboy/contracts';
import { DATABASE_NOW } from '../document/database-time.js';

/** The most casts of one vote in all, since its whole history is part of each of its events. */
export const CASTS_PER_VOTE = 200;

/** Whether a vote counts, and why not. */
export type CountsDecision = Pick<VoteState, 'counts' | 'reason'>;

/** A vote in the database. */
export interface VoteDocument {
  /** The vote's key. */
  _id: string;
  seq: number;
  /** The day (UTC) of its last change, and the number of its changes on that day. */
  changes: { day: string; count: number };
  /** The causes that set it aside; absent when there are none. */
  causes?: string[];
  /** The first decision, to be restored; absent when the vote is not set aside. */
  decided?: CountsDecision;
  state: Omit<VoteState, 'seq'>;
}

/** The person and the paper of a change, and the day (UTC) under which it is counted. */
export interface VoteChange {
  paperId: string;
  personId: string;
  /** Whether the paper or the person is one of the sample. */
  sample: boolean;
  day: string;
}

/** After a sample was removed and loaded again, its votes need a higher `seq` than those that readers of Kafka know. */
const FIRST_OF_SAMPLE = { $toLong: '$$NOW' };

/** A vote's `changes` with one more on this day. */
function oneMoreChange(day: string) {
  return {
    day,
    count: { $cond: [{ $eq: ['$changes.day', day] }, { $add: ['$changes.count', 1] }, 1] },
  };
}

/**
 * The stages that make a vote stand, whether it exists or not. Its time is the database's clock. Its history stays in
 * order even when that clock steps back. A vote that was cast before keeps its first decision.
 */
export function castStages(change: VoteChange, first: CountsDecision) {
  const isFirst = { $eq: [{ $type: '$seq' }, 'missing'] };
  const before = { $ifNull: ['$seq', change.sample ? FIRST_OF_SAMPLE : 0] };
  const castAt = { $max: [DATABASE_NOW, { $last: '$state.history.withdrawnAt' }] };
  return [
    {
      $set: {
        seq: { $add: [before, 1] },
        changes: oneMoreChange(change.day),
        state: {
          paperId: change.paperId,
          personId: { $literal: change.personId },
          standing: true,
          counts: { $cond: [isFirst, first.counts, '$state.counts'] },
          reason: { $cond: [isFirst, first.reason ?? '$$REMOVE', '$state.reason'] },
          history: { $concatArrays: [{ $ifNull: ['$state.history', []] }, [{ castAt }]] },
          sample: change.sample,
        },
      },
    },
  ];
}

/** A first vote without the parts that need the database's clock, which firstVoteStages add. */
export function firstVote(change: VoteChange, decision: CountsDecision, traceparent: string | undefined) {
  const { paperId, personId, sample, day } = change;
  return {
    _id: voteKey(change),
    changes: { day, count: 1 },
    state: { paperId, personId, standing: true, ...decision, sample },
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

/** The stages that add `seq` and the time, by the database's clock, to first votes. */
export function firstVoteStages() {
  return [
    {
      $set: {
        seq: { $cond: ['$state.sample', { $add: [FIRST_OF_SAMPLE, 1] }, 1] },
        'state.history': [{ castAt: DATABASE_NOW }],
      },
    },
  ];
}

/** The stages that withdraw a standing vote. */
export function withdrawStages(day: string) {
  const closed = {
    $mergeObjects: ['$$period', { withdrawnAt: { $max: [DATABASE_NOW, '$$period.castAt'] } }],
  };
  const isOpen = { $eq: [{ $type: '$$period.withdrawnAt' }, 'missing'] };
  return [
    {
      $set: {
        seq: { $add: ['$seq', 1] },
        changes: oneMoreChange(day),
        state: {
          standing: false,
          history: {
            $map: {
              input: '$state.history',
              as: 'period',
              in: { $cond: [isOpen, closed, '$$period'] },
            },
          },
        },
      },
    },
  ];
}

/** Why a vote may not be changed: changed too often on this day, or cast too often in all. Undefined if it may. */
export function refusal(
  vote: Pick<VoteDocument, 'changes'> & { state: Pick<VoteState, 'history' | 'standing'> },
  day: string,
  changesPerDay: number,
): 'today' | 'for-ever' | undefined {
  // The limit of casts never stops a withdrawal.
  if (!vote.state.standing && vote.state.history.length >= CASTS_PER_VOTE) return 'for-ever';
  return vote.changes.day === day && vote.changes.count >= changesPerDay ? 'today' : undefined;
}
