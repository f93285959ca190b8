import type { Replay } from '@paperboy/contracts';
import { compareOrders } from '../formula/comparison.js';
import { type Formula, type RankedPaper, rank } from '../formula/formula.js';
import { stoodAt, type VoteEntry, weighedAt } from '../live/vote-entry.js';

/** A submitted paper with all that is known of its votes. */
export interface PaperHistory {
  id: string;
  /** Epoch milliseconds. */
  submittedAt: number;
  votes: readonly VoteEntry[];
}

/** How two orders of one day's papers differ. */
export type ReplayedDay = Replay['days'][number];

/** Papers as they were at a moment: those submitted before it, with the votes that stood then and count. */
export function papersAt(histories: readonly PaperHistory[], moment: number): RankedPaper[] {
  return histories
    .filter(({ submittedAt }) => submittedAt < moment)
    .map(({ id, submittedAt, votes }) => ({
      id,
      submittedAt,
      votes: votes.filter((vote) => vote.counts && stoodAt(vote, moment)).map(weighedAt),
      // Events do not say when a comment was shown or hidden, so a replay leaves comments out for both formulas.
      comments: [],
    }))
    .filter(({ votes }) => votes.length > 0);
}

/** Compares a formula with trending over the papers of one moment. */
export function replayDay(
  day: string,
  moment: number,
  histories: readonly PaperHistory[],
  formula: Formula,
  trending: Formula,
): ReplayedDay {
  const papers = papersAt(histories, moment);
  const one = rank(formula, papers, moment);
  const other = rank(trending, papers, moment);
  return {
    day,
    ...compareOrders(one, other),
    top: { formula: one.slice(0, 10), trending: other.slice(0, 10) },
  };
}
