import { describe, expect, it } from '@jest/globals';
import { KeepsNear } from './keeps-near.js';

/** A KeepsNear whose catalog has `waiting` records to take, and takes 500 of them in each pause. */
function near(waiting: number, yielding = true) {
  const asked: number[] = [];
  const keepsNear = new KeepsNear(
    async () => {
      asked.push(waiting);
      return { records: waiting, yielding };
    },
    async () => {
      waiting -= 500;
    },
  );
  return { keepsNear, asked };
}

describe('an import keeps near to the catalog', () => {
  it('waits until the catalog has less than two thousand records before it, while people write', async () => {
    const { keepsNear, asked } = near(3_200);
    await keepsNear.room(1_000);
    expect(asked).toEqual([3_200, 2_700, 2_200, 1_700]);
  });

  it('reads further ahead when nobody writes', async () => {
    const { keepsNear, asked } = near(8_200, false);
    await keepsNear.room(1_000);
    expect(asked).toEqual([8_200, 7_700]);
  });

  it('asks once for a thousand records, and what is published meanwhile waits for the same answer', async () => {
    const { keepsNear, asked } = near(0);
    for (let batch = 0; batch < 8; batch++) await keepsNear.room(500);
    expect(asked).toHaveLength(4);
    const full = near(2_600);
    await Promise.all([1, 2, 3, 4].map(() => full.keepsNear.room(1_000)));
    expect(full.asked).toEqual([2_600, 2_100, 1_600]);
  });

  it('ends with the reason when the wait is broken off', async () => {
    const keepsNear = new KeepsNear(
      async () => ({ records: 9_000, yielding: false }),
      async () => Promise.reject(new Error('stopped')),
    );
    await expect(keepsNear.room(1_000)).rejects.toThrow('stopped');
  });
});
