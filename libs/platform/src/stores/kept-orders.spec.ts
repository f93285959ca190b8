import { afterAll, describe, expect, it } from '@jest/globals';
import { testStack, uniqueNamespace } from '@paperboy/testing';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { KeptOrders } from './kept-orders.js';

const redis = new Redis(testStack().redisUrl);
const root = `${uniqueNamespace()}:`;
const orders = new KeptOrders(redis, root);
let names = 0;

afterAll(async () => {
  await redis.quit();
});

/** What happens to a list between two pages: a paper goes to another place, or a new one comes. */
type Move = readonly [from: number, to: number] | 'comes';

function move(list: string[], change: Move): void {
  if (change === 'comes') list.unshift(`new-${names}-${list.length}`);
  else list.splice(change[1] % list.length, 0, ...list.splice(change[0] % list.length, 1));
}

/** All ids that a reader is shown from page to page. The list moves before each of the first pages, and then stands still. */
async function readThrough(list: string[], limits: readonly number[], moves: readonly Move[][]) {
  const name = `list-${names++}`;
  let limit = limits[0] ?? 1;
  const shown = list.slice(0, limit);
  await orders.keep(name, shown);
  for (let page = 1; ; page++) {
    for (const change of moves[page - 1] ?? []) move(list, change);
    // The limit changes only where the place of the next page is a multiple of it.
    const wanted = limits[page % limits.length] ?? 1;
    if (shown.length % wanted === 0) limit = wanted;
    const answer = await orders.page(name, shown.length, limit, async (most) => list.slice(0, most));
    if (answer === undefined) throw new Error('The order is not known.');
    shown.push(...answer.ids);
    if (!answer.more) return shown;
  }
}

describe('the order in which a list is paged through', () => {
  it('holds no paper twice and leaves none out, however the list moves between the pages', async () => {
    const place = fc.nat(200);
    const changes = fc.array(fc.oneof(fc.tuple(place, place), fc.constant('comes' as const)), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 1, maxLength: 3 }),
        fc.array(changes, { minLength: 1, maxLength: 8 }),
        async (papers, limits, moves) => {
          const list = Array.from({ length: papers }, (_, at) => `paper-${at}`);
          const there = [...list];
          const shown = await readThrough(list, limits, moves);
          expect(new Set(shown).size).toBe(shown.length);
          expect(shown).toEqual(expect.arrayContaining(there));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the same for all who go on from one page at the same time', async () => {
    await orders.keep('together', ['a', 'b']);
    const lists = ['cdefgh', 'hgfedc', 'fghcde'].map((letters) => async () => [...letters]);
    const pages = await Promise.all(lists.map((list) => orders.page('together', 2, 2, list)));
    expect(pages[1]).toEqual(pages[0]);
    expect(pages[2]).toEqual(pages[0]);
    const last = await orders.page('together', 4, 4, async () => []);
    expect([...(pages[0]?.ids ?? []), ...(last?.ids ?? [])].sort().join('')).toBe('cdefgh');
    expect(last?.more).toBe(false);
  });

  it('is not known when nobody began it, and far beyond what its reader has reached', async () => {
    expect(await orders.page('unknown', 2, 2, async () => ['a'])).toBeUndefined();
    await orders.keep('short', ['a', 'b']);
    expect(await orders.page('short', 5_000, 2, async () => ['a', 'b', 'c'])).toBeUndefined();
    expect(await orders.page('short', 900, 2, async () => ['a', 'b', 'c'])).toEqual({ ids: [], more: false });
  });

  it('is forgotten before those that were used later, so that all together stay within their bound', async () => {
    const ids = Array.from({ length: 1_000 }, (_, at) => `2611.${String(at).padStart(5, '0')}`);
    await orders.keep('first', ids);
    await orders.keep('used', ids);
    const nothing = async () => [];
    for (let nth = 0; nth < 450; nth++) {
      await orders.keep(`many-${nth}`, ids);
      if (nth % 100 === 0)
        expect(await orders.page('used', 0, 1, nothing)).toEqual({ ids: [ids[0]], more: true });
    }
    expect(await orders.page('first', 0, 1, nothing)).toBeUndefined();
    expect(await orders.page('used', 0, 1, nothing)).toBeDefined();
    expect(await orders.page('many-449', 0, 1, nothing)).toBeDefined();
    const held = Number(await redis.hget(`${root}orders:held`, ''));
    expect(held).toBeLessThanOrEqual(400_000);
    expect(await redis.zcard(`${root}orders:uses`)).toBe(Math.floor(held / 1_024));
    expect(await redis.ttl(`${root}order:used`)).toBeGreaterThan(600);
  });
});
