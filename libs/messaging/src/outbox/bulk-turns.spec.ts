import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BulkTurns } from './bulk-turns.js';

describe('the turns of bulk events', () => {
  it('follow at once while nothing else happens, many at a time', () => {
    const turns = new BulkTurns();
    expect(turns.nextAt(0)).toBeLessThanOrEqual(0);
    expect(turns.atOnce(0)).toBe(500);
    turns.took(0, 100, 500);
    expect(turns.nextAt(100)).toBe(100);
  });

  it('come seldom, and small, while live events come, and as before when these have ended', () => {
    const turns = new BulkTurns();
    turns.live(10_000);
    turns.took(10_000, 10_040, 25);
    expect(turns.atOnce(10_040)).toBe(25);
    expect(turns.nextAt(10_040)).toBe(10_400);
    expect(turns.atOnce(13_000)).toBe(500);
    expect(turns.nextAt(13_000)).toBe(10_040);
  });

  it('come seldom while bulk events are written', () => {
    const turns = new BulkTurns();
    turns.written(10_000);
    turns.took(10_000, 10_200, 500);
    turns.written(10_300);
    expect(turns.atOnce(10_300)).toBe(500);
    expect(turns.nextAt(10_300)).toBe(12_000);
    expect(turns.nextAt(10_800)).toBe(10_200);
  });

  it('wait when there is nothing, until something is written', () => {
    const turns = new BulkTurns();
    turns.took(0, 10, 0);
    expect(turns.nextAt(20)).toBe(5_010);
    turns.written(30);
    expect(turns.nextAt(600)).toBe(30);
  });

  it('wait a moment for those who are behind', () => {
    const turns = new BulkTurns();
    turns.behind(0);
    expect(turns.nextAt(0)).toBe(100);
  });

  it('never end: whatever comes first, a tenth of the time is theirs', () => {
    const other = fc.record({ kind: fc.constantFrom('live', 'written'), ms: fc.nat(300) });
    fc.assert(
      fc.property(fc.array(other, { maxLength: 50 }), fc.integer({ min: 1, max: 500 }), (others, took) => {
        const turns = new BulkTurns();
        let now = 1_000;
        turns.took(now - took, now, 25);
        const due = now + 9 * took;
        for (const { kind, ms } of others) {
          now += ms;
          if (kind === 'live') turns.live(now);
          else turns.written(now);
          expect(turns.nextAt(now)).toBeLessThanOrEqual(due);
        }
      }),
    );
  });
});
