import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BulkRoom } from './bulk-room.js';

describe('the room for papers of imports', () => {
  it('is never exceeded by one replica, however much is taken at once and published meanwhile', async () => {
    const step = fc.record({ wants: fc.integer({ min: 1, max: 40 }), published: fc.nat(40) });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), fc.array(step), async (limit, steps) => {
        let waiting = 0;
        let largest = 1;
        const room = new BulkRoom(limit, async (most) => Math.min(waiting, most));
        for (const { wants, published } of steps) {
          if (await room.isThere()) {
            room.take(wants);
            waiting += wants;
            largest = Math.max(largest, wants);
          }
          // A piece is written as a whole.
          expect(waiting).toBeLessThan(limit + largest);
          waiting -= Math.min(waiting, published);
        }
        waiting = 0;
        // What was taken in advance may be used up first.
        expect(await room.isThere()).toBe(true);
      }),
    );
  });

  it('is counted seldom', async () => {
    let waiting = 0;
    let counts = 0;
    const room = new BulkRoom(1_000_000, async () => {
      counts += 1;
      return waiting;
    });
    while (await room.isThere()) {
      room.take(500);
      waiting += 500;
    }
    expect(waiting).toBeGreaterThanOrEqual(1_000_000);
    expect(counts).toBeLessThan(25);
  });

  it('is none while too many papers wait, and some again when one of them is published', async () => {
    let waiting = 10;
    const room = new BulkRoom(10, async () => waiting);
    expect(await room.isThere()).toBe(false);
    waiting = 9;
    expect(await room.isThere()).toBe(true);
  });
});
