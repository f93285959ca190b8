import type { Formula } from './formula.js';

/** Reddit's landmark, 8 December 2005 07:46:43 UTC, in epoch seconds. It shifts all scores by the same amount. */
const LANDMARK_SECONDS = 1_134_028_003;
/** A paper that is submitted this many seconds later needs a tenth of the votes for the same score. */
const SECONDS_PER_TENFOLD = 45_000;

/**
 * `sign(s) * log10(max(|s|, 1)) + seconds / 45000`, rounded to seven places, from `_sorts.pyx` of reddit's public code.
 * There are no downvotes here, so s is the number of votes and is never negative.
 */
export const redditHot: Formula = {
  name: 'reddit-hot',
  source: 'reddit, r2/lib/db/_sorts.pyx (hot)',
  score: (paper) => {
    const order = Math.log10(Math.max(paper.votes.length, 1));
    const seconds = Math.floor(paper.submittedAt / 1000) - LANDMARK_SECONDS;
    return Number((order + seconds / SECONDS_PER_TENFOLD).toFixed(7));
  },
};
