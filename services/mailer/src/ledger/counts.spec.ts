import { describe, expect, it } from '@jest/globals';
import { countsOf } from './counts.js';

describe('the counts of an edition', () => {
  it('are all there, with their sum, when there is no row', () => {
    expect(countsOf([])).toEqual({
      candidates: 0,
      claimed: 0,
      'handed-off': 0,
      accepted: 0,
      uncertain: 0,
      failed: 0,
      suppressed: 0,
      skipped: 0,
      reasons: {},
      returned: {},
    });
  });

  it('tell the reasons of a state apart, and count rows without a reason too', () => {
    const counts = countsOf([
      { state: 'accepted', rows: 7 },
      { state: 'skipped', reason: 'late', rows: 2 },
      { state: 'skipped', reason: 'cancelled', rows: 3 },
      { state: 'failed', reason: 'refused-550', rows: 1 },
    ]);
    expect(counts).toMatchObject({ candidates: 13, accepted: 7, skipped: 5, failed: 1 });
    expect(counts.reasons).toEqual({ skipped: { late: 2, cancelled: 3 }, failed: { 'refused-550': 1 } });
  });

  it('tell what came back of mails that the relay had taken', () => {
    const counts = countsOf([
      { state: 'accepted', rows: 5 },
      { state: 'accepted', returned: 'hard', rows: 2 },
      { state: 'uncertain', reason: 'sender-died', returned: 'hard', rows: 1 },
    ]);
    expect(counts).toMatchObject({ candidates: 8, accepted: 7, uncertain: 1, returned: { hard: 3 } });
  });
});
