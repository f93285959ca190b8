import { describe, expect, it } from '@jest/globals';
import { LOOK_TIMES, nextLook, patternAfterAnnouncement } from './announcement-times.js';

const next = (
  now: string,
  times = LOOK_TIMES.oai as { afterAnnouncement: readonly number[]; poll: number },
) => nextLook(new Date(now), times).toISOString();

describe('when a source is looked at next', () => {
  // 20:00 in New York is 01:00 UTC in winter and 00:00 in summer; 90 minutes later OAI-PMH is looked at.
  it('is after the next announcement, in winter and in summer', () => {
    expect(next('2026-11-24T23:00:00.000Z')).toBe('2026-11-25T02:30:00.000Z');
    expect(next('2026-07-21T22:00:00.000Z')).toBe('2026-07-22T01:30:00.000Z');
  });

  it('is after the slow poll when nothing is announced, as on Friday and Saturday evening', () => {
    expect(next('2026-11-28T00:00:00.000Z')).toBe('2026-11-28T08:00:00.000Z');
    expect(next('2026-11-29T00:30:00.000Z')).toBe('2026-11-29T08:30:00.000Z');
    expect(next('2026-11-29T22:00:00.000Z')).toBe('2026-11-30T02:30:00.000Z');
  });

  it('is never now, and never later than the poll', () => {
    expect(next('2026-11-25T02:30:00.000Z')).toBe('2026-11-25T06:00:00.000Z');
    expect(next('2026-11-25T10:00:00.000Z', { afterAnnouncement: [], poll: 1 })).toBe(
      '2026-11-25T10:01:00.000Z',
    );
  });
});

describe('a pattern after announcements', () => {
  it('is of the same day, or of the day after when midnight lies between', () => {
    expect(patternAfterAnnouncement(15)).toBe('15 20 * * 0,1,2,3,4');
    expect(patternAfterAnnouncement(250)).toBe('10 0 * * 1,2,3,4,5');
  });
});
