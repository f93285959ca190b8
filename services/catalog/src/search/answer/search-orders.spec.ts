import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PaperState } from '@paperboy/contracts';
import type { Log } from '@paperboy/platform';
import { testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { Redis } from 'ioredis';
import { questionOf } from '../../../test/search-question.js';
import type { CatalogConfig } from '../../catalog.config.js';
import { SearchIndex } from '../thread/search-index.client.js';
import { type OrderedFinding, SearchOrders } from './search-orders.service.js';

const PAPERS = 12;
const LIMIT = 3;
const folder = mkdtempSync(join(tmpdir(), 'paperboy-search-'));
const redis = new Redis(testStack().redisUrl);
const log = { warn: () => undefined, debug: () => undefined } as unknown as Log;
const orders = new SearchOrders(
  { NAMESPACE: uniqueNamespace() } as CatalogConfig,
  redis,
  testClock('2026-11-22T12:00:00.000Z'),
  log,
);
const index = new SearchIndex({
  file: join(folder, 'index.db'),
  readers: 1,
  log,
  onCleared: () => undefined,
});
const idOf = (nth: number): string => `2401.${String(nth).padStart(5, '0')}`;

beforeAll(async () => {
  const papers = Array.from({ length: PAPERS }, (_, nth) => {
    const at = new Date(Date.UTC(2024, 0, nth + 1)).toISOString();
    const state: PaperState = {
      id: idOf(nth),
      seq: 1,
      version: 1,
      title: 'On lanterns',
      summary: 'A summary.',
      authors: [],
      categories: ['cs.LG'],
      publishedAt: at,
      updatedAt: at,
      arrivedAt: at,
      sample: false,
    };
    return { state, arrivedOn: '2024-01-01' };
  });
  await index.write({ source: 'papers/0', first: '0', next: '1', papers, voted: [], now: 0 });
});

afterAll(async () => {
  await index.close();
  await redis.quit();
  rmSync(folder, { recursive: true, force: true });
});

/** A page. On a busy machine the index may refuse a question that waited too long, so this repeats it. */
const page = async (p: number, v?: string): Promise<OrderedFinding> => {
  const question = questionOf('lanterns', { sort: 'upvotes', offset: p * LIMIT, limit: LIMIT });
  const ask = () => orders.ask(index, question, v).catch(() => undefined);
  return (await waitFor(ask, (found) => found !== undefined)) as OrderedFinding;
};
const ids = ({ hits }: OrderedFinding): string[] => hits.map(({ id }) => id);
const vote = (nth: number, upvotes: number): Promise<void> =>
  index.setUpvotes([idOf(nth)], [{ paperId: idOf(nth), upvotes }], 0);

describe('a search that begins at a page behind the first', () => {
  it.each([1, 2])(
    'shows each paper once from page %i on, and back, while votes move the papers',
    async (p) => {
      const begun = await page(p);
      expect(begun.v).toBeDefined();
      expect(begun.orderLost).toBeUndefined();
      // The oldest papers, which stood last, come first.
      for (let nth = 0; nth < LIMIT * p; nth += 1) await vote(nth, 10 * p + nth);
      expect(ids(await page(p))).not.toEqual(ids(begun));
      const others: OrderedFinding[] = [];
      for (let other = 0; other < PAPERS / LIMIT; other += 1)
        others.push(other === p ? begun : await page(other, begun.v));
      expect(ids(await page(p, begun.v))).toEqual(ids(begun));
      expect(others.flatMap(ids).toSorted()).toEqual(Array.from({ length: PAPERS }, (_, nth) => idOf(nth)));
      expect(others.map(({ more }) => more)).toEqual([true, true, true, false]);
    },
  );

  it('begins no order where nothing follows', async () => {
    expect((await page(3)).v).toBeUndefined();
    expect((await page(400)).hits).toEqual([]);
  });

  it('begins a new order where the wanted one is forgotten, and says so', async () => {
    const lost = await page(1, 'none');
    expect(lost.orderLost).toBe(true);
    expect((await page(2, lost.v)).orderLost).toBeUndefined();
  });
});
