import { describe, expect, it } from '@jest/globals';
import { BATCH_ROWS, deliveriesOf, type Plan } from './delivery.js';

const now = new Date('2026-11-22T08:00:00Z');
const plan = (nth: number, editionId = 'day-2026-11-21'): Plan => ({
  subscriptionId: `subscription-${nth}`,
  editionId,
  dueAt: now,
  sample: false,
});

describe('the rows of plans', () => {
  it('are cut into batches of a few hundred', () => {
    const rows = deliveriesOf(
      Array.from({ length: 2 * BATCH_ROWS + 1 }, (_, nth) => plan(nth)),
      now,
    );
    const sizes = new Map<string, number>();
    for (const { batch } of rows) sizes.set(batch, (sizes.get(batch) ?? 0) + 1);
    expect([...sizes.values()]).toEqual([BATCH_ROWS, BATCH_ROWS, 1]);
  });

  it('of two editions are never in one batch', () => {
    const rows = deliveriesOf([plan(1), plan(2, 'week-2026-W47'), plan(3), plan(4, 'week-2026-W47')], now);
    const batches = rows.map(({ batch }) => batch);
    expect(batches[0]).toBe(batches[2]);
    expect(batches[1]).toBe(batches[3]);
    expect(batches[0]).not.toBe(batches[1]);
  });

  it('begin as claimed, or as skipped with the reason', () => {
    const [claimed, skipped] = deliveriesOf([plan(1), { ...plan(2), skipped: 'late' }], now);
    expect(claimed).toMatchObject({ _id: 'subscription-1.day-2026-11-21', state: 'claimed' });
    expect(skipped).toMatchObject({ state: 'skipped', reason: 'late', endedAt: now });
  });
});
