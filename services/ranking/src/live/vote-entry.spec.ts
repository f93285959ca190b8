import { describe, expect, it } from '@jest/globals';
import { type VoteState, voteStateSchema } from '@paperboy/contracts';
import { packVote, unpackVote } from './vote-entry.js';

const vote: VoteState = {
  paperId: '2611.00001',
  personId: 'ada',
  seq: 3,
  standing: true,
  counts: false,
  reason: 'new-person-limit',
  history: [{ castAt: '2026-11-22T08:00:00.000Z' }],
  sample: false,
};
const kept = (one: VoteState) => {
  const { flag, times } = packVote(voteStateSchema.parse(one));
  return unpackVote(`${one.seq}|${flag}|${times}`);
};

describe('a vote that does not count', () => {
  it.each(['new-person-limit', 'suspended', 'ring'])('keeps its reason: %s', (reason) => {
    expect(kept({ ...vote, reason })).toMatchObject({ seq: 3, counts: false, reason });
  });

  it('for a reason that a newer catalog gives, is taken and does not count', () => {
    for (const reason of ['moon-phase', 'counts'])
      expect(kept({ ...vote, reason })).toMatchObject({ counts: false, reason: 'unknown' });
  });
});
