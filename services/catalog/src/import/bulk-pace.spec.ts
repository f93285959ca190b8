import { describe, expect, it } from '@jest/globals';
import { BulkPace } from './bulk-pace.js';

/** A pace with a clock that only pieces and rests move. */
function paceOn(anybody: () => boolean) {
  let now = 0;
  let atOnce = 0;
  const begun: number[] = [];
  let mostAtOnce = 0;
  const pace = new BulkPace({
    anybody: async () => anybody(),
    sleep: async (ms) => {
      now += ms;
    },
    now: () => now,
  });
  const piece = (ms: number) => async () => {
    begun.push(now);
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    await Promise.resolve();
    now += ms;
    atOnce -= 1;
  };
  return { pace, piece, begun, most: () => mostAtOnce };
}

describe('the pace of bulk work', () => {
  it('is one piece at a time and a seventh of the time while people write', async () => {
    const { pace, piece, begun, most } = paceOn(() => true);
    await Promise.all([10, 20, 30, 5].map((ms) => pace.run(piece(ms))));
    expect(most()).toBe(1);
    expect(begun).toEqual([0, 70, 210, 420]);
  });

  it('rests for half a second at most, however long a piece took', async () => {
    const { pace, piece, begun } = paceOn(() => true);
    await Promise.all([4_000, 1].map((ms) => pace.run(piece(ms))));
    expect(begun).toEqual([0, 4_500]);
  });

  it('is all at once when nobody writes', async () => {
    const { pace, piece, most } = paceOn(() => false);
    await Promise.all([1, 1, 1].map((ms) => pace.run(piece(ms))));
    expect(most()).toBe(3);
  });

  it('goes on after a piece that failed', async () => {
    const { pace, piece, begun } = paceOn(() => true);
    const failing = pace.run(async () => Promise.reject(new Error('no')));
    const next = pace.run(piece(1));
    await expect(failing).rejects.toThrow('no');
    await next;
    expect(begun).toHaveLength(1);
  });
});
