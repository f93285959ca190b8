import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dailyMail, isStillTold } from './notice.js';

describe('the daily mail about comments', () => {
  it('goes at eight in the morning after the comment', () => {
    expect(dailyMail(new Date('2026-11-22T06:59:00Z'), 'Europe/Berlin', 0)).toEqual({
      date: '2026-11-22',
      dueAt: new Date('2026-11-22T07:00:00Z'),
    });
    expect(dailyMail(new Date('2026-11-22T07:00:00Z'), 'Europe/Berlin', 0).date).toBe('2026-11-23');
    expect(dailyMail(new Date('2026-11-22T06:59:00Z'), 'Europe/Berlin', 2).date).toBe('2026-11-24');
  });

  it('never waits for more than a day and the hour of a change of clocks', () => {
    const zones = fc.constantFrom('UTC', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe');
    const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
    fc.assert(
      fc.property(zones, moment, (zone, at) => {
        const wait = dailyMail(new Date(at), zone, 0).dueAt.getTime() - at;
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(25 * 3_600_000);
      }),
    );
  });

  it('tells of nothing old', () => {
    const now = new Date('2026-11-22T12:00:00Z');
    expect(isStillTold('2026-11-22T11:59:59.000Z', now)).toBe(true);
    expect(isStillTold('2026-11-22T00:00:00.000Z', now)).toBe(false);
  });
});
