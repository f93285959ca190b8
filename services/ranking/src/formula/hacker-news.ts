import type { Formula } from './formula.js';

/** Hacker News gives each submission a first point, which the formula subtracts again. */
const SUBMITTERS_POINT = 1;
const VOTES_EXPONENT = 0.8;
const AGE_OFFSET_MINUTES = 120;
const AGE_EXPONENT = 1.8;

/**
 * `(score - 1)^0.8 / ((age in minutes + 120) / 60)^1.8`, from `news.arc` of Arc 3.1 without its penalties. The 1 that
 * is subtracted is the submitter's own point, so `score - 1` is the number of votes.
 */
export const hackerNews: Formula = {
  name: 'hacker-news',
  source: 'news.arc, Arc 3.1 (frontpage-rank, gravity 1.8)',
  score: (paper, now) => {
    const score = paper.votes.length + SUBMITTERS_POINT;
    const ageMinutes = Math.max(0, now - paper.submittedAt) / 60_000;
    return (score - 1) ** VOTES_EXPONENT / ((ageMinutes + AGE_OFFSET_MINUTES) / 60) ** AGE_EXPONENT;
  },
};
