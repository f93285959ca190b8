import { describe, expect, it } from '@jest/globals';
import { deliveryLines } from './deliveries.command.js';

const counts = {
  candidates: 3_006,
  claimed: 2_990,
  handedOff: 5,
  accepted: 7,
  uncertain: 1,
  failed: 0,
  suppressed: 0,
  skipped: 3,
  reasons: { uncertain: { 'sender-died': 1 }, skipped: { late: 2, 'nothing-new': 1 } },
  returned: {},
  run: 'going',
};

describe('what an operator reads of an edition', () => {
  it('is the sum, and each state with its reasons', () => {
    expect(deliveryLines('day-2026-11-22', counts)).toEqual([
      'Deliveries of day-2026-11-22: 3,006 in all.',
      '  claimed          2,990',
      '  handed-off           5',
      '  accepted             7',
      '  uncertain            1  sender-died 1',
      '  failed               0',
      '  suppressed           0',
      '  skipped              3  late 2, nothing-new 1',
    ]);
  });

  it('says what came back', () => {
    const told = deliveryLines('day-2026-11-22', { ...counts, returned: { hard: 2, complaint: 1, odd: 3 } });
    expect(told.at(-1)).toBe('What came back of them: no such mailbox 2, reported as unwanted 1, odd 3.');
  });

  it('says when the run is stopped', () => {
    expect(deliveryLines('day-2026-11-22', { ...counts, run: 'paused' }).at(-1)).toMatch(
      /^The run is paused/,
    );
    expect(deliveryLines('day-2026-11-22', { ...counts, run: 'cancelled' }).at(-1)).toMatch(
      /^The run is cancelled/,
    );
  });
});
