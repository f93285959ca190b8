import { describe, expect, it } from '@jest/globals';
import { formulas } from '../formula/formulas.js';
import { type PaperHistory, papersAt, replayDay } from './replay.js';

const HOUR = 3_600_000;
const MIDNIGHT = Date.parse('2026-11-23T00:00:00.000Z');
const { trending, 'reddit-hot': redditHot } = formulas({ halfLifeHours: 24, commentWeight: 0 });

function history(id: string, hoursAgo: number, votes: number, votedHoursAgo: number): PaperHistory {
  const vote = { seq: 1, counts: true, times: [MIDNIGHT - votedHoursAgo * HOUR] };
  return { id, submittedAt: MIDNIGHT - hoursAgo * HOUR, votes: Array.from({ length: votes }, () => vote) };
}

describe('a replay', () => {
  it('sees papers and votes as they were at the moment', () => {
    const withdrawnLater = { seq: 2, counts: true, times: [MIDNIGHT - HOUR, MIDNIGHT + HOUR] };
    const withdrawnBefore = { seq: 2, counts: true, times: [MIDNIGHT - 2 * HOUR, MIDNIGHT - HOUR] };
    const uncounted = { seq: 1, counts: false, times: [MIDNIGHT - HOUR] };
    const papers = papersAt(
      [
        { id: 'a', submittedAt: MIDNIGHT - HOUR, votes: [withdrawnLater, withdrawnBefore, uncounted] },
        history('later', -1, 3, -2),
        history('without', 5, 0, 0),
      ],
      MIDNIGHT,
    );
    expect(papers).toEqual([
      { id: 'a', submittedAt: MIDNIGHT - HOUR, votes: [MIDNIGHT - HOUR], comments: [] },
    ]);
  });

  it('tells where reddit would put a young paper before an old one that has just got its votes', () => {
    if (!trending || !redditHot) throw new Error('formulas are missing');
    const old = history('old', 72, 8, 1);
    const young = history('young', 2, 2, 1);
    const day = replayDay('2026-11-22', MIDNIGHT, [old, young], redditHot, trending);
    expect(day).toEqual({
      day: '2026-11-22',
      papers: 2,
      overlapAt10: 2,
      kendallTau: -1,
      top: { formula: ['young', 'old'], trending: ['old', 'young'] },
    });
  });
});
