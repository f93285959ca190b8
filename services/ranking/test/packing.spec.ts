import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ListAnswer, Why } from '@paperboy/contracts';
import type { RunningService } from '@paperboy/platform';
import { testClock, undeclared, uniqueNamespace, waitFor } from '@paperboy/testing';
import { PACKED } from '../src/packing/packed-paper.schema.js';
import { PackingWorker } from '../src/packing/packing.worker.js';
import { rankingDocuments } from '../src/ranking.documents.js';

import { paper, vote } from './paper-and-vote.js';
import { type RankingUnderTest, startRanking } from './ranking-under-test.js';

// Withdrawn by its authors, so it is neither on trending nor on the new list, and may leave once its periods settle.
const PAPER = 'hep-th/9901001';
const clock = testClock('2026-12-02T12:00:00.000Z');
const cast = { castAt: '2026-11-22T09:00:00.000Z' };
let ranking: RankingUnderTest;
let replica: RunningService;

const at = (time: string) => ({
  submission: { by: 'carol_carol_', byKind: 'person' as const, at: time },
});

const standing = async (person: string) => {
  const path = `/internal/papers/standing?ids=${PAPER}&person=${person}`;
  const { body } = await ranking.call<{ standings: { upvotes: number; included: boolean }[] }>('GET', path);
  return body.standings?.[0];
};

const keyOf = async (kind: string) =>
  `${ranking.root}g${await ranking.redis.get(`${ranking.root}current`)}:${kind}:${PAPER}`;

/** Runs turns of packing until the paper has left Redis. */
const pack = () =>
  waitFor(
    async () => {
      await replica.app.get(PackingWorker, { strict: false }).handlePackPapers();
      return ranking.redis.exists(await keyOf('v'), await keyOf('p'));
    },
    (left) => left === 0,
    { timeoutMs: 60_000 },
  );

beforeAll(async () => {
  ranking = await startRanking(uniqueNamespace(), clock);
  replica = await ranking.boot();
  await ranking.catalog.papers(
    paper(PAPER, { ...at('2026-11-22T08:00:00.000Z'), withdrawnAt: '2026-11-23T08:00:00.000Z' }),
    paper('2611.00001', at('2026-11-22T08:00:00.000Z')),
  );
  await ranking.catalog.votes(vote(PAPER, 'ann'), vote(PAPER, 'bob'), vote('2611.00001', 'ann'));
  await waitFor(
    () => standing('ann'),
    (now) => now?.upvotes === 2,
  );
  // Day, week and month are closed at once, and settle three days later.
  for (const cadence of ['day', 'week', 'month']) {
    await waitFor(
      () => ranking.call<{ id: string }[]>('GET', `/api/editions?cadence=${cadence}`),
      ({ body }) => body.length === 1,
      { timeoutMs: 60_000 },
    );
  }
  clock.advance(4 * 86_400_000);
  const settled = `${ranking.root}g${await ranking.redis.get(`${ranking.root}current`)}:settled`;
  await waitFor(
    () => ranking.redis.smembers(settled),
    (lists) => ['day:2026-11-22', 'week:2026-W47', 'month:2026-11'].every((list) => lists.includes(list)),
    { timeoutMs: 60_000 },
  );
}, 180_000);

afterAll(async () => {
  await ranking?.stop();
});

describe('a trending list of more papers than are shown', () => {
  const MANY = 1_260;
  const trending = async (query: string) =>
    (await ranking.call<ListAnswer>('GET', `/internal/lists/trending?limit=100&${query}`)).body;
  const pages = async (query: string, count: number) => {
    const read = Array.from({ length: count }, (_, p) => trending(`${query}&p=${p}`));
    const answers = await Promise.all(read);
    return {
      total: answers[0]?.total,
      ids: answers.flatMap(({ items }) => items.map(({ paper }) => paper.id)),
    };
  };

  it('ends at a thousand, two hundred in a category, and is the same when what stands beyond has left', async () => {
    const time = (nth: number) => new Date(Date.parse('2026-11-22T00:00:00Z') + nth * 60_000).toISOString();
    const ids = Array.from({ length: MANY }, (_, nth) => `2612.${String(nth).padStart(5, '0')}`);
    await ranking.catalog.papers(
      ...ids.map((id, nth) => paper(id, { ...at(time(nth)), arrivedAt: time(nth), categories: ['hep-th'] })),
    );
    await ranking.catalog.votes(
      ...ids.map((id, nth) => vote(id, 'ann', { history: [{ castAt: time(15 * nth) }] })),
    );
    const all = 'submitter=carol_carol_';
    const wanted = [...ids].reverse();
    await waitFor(
      () => pages(all, 13),
      (now) => now.ids.filter((id) => id.startsWith('2612.')).join() === wanted.join(),
      { timeoutMs: 90_000, everyMs: 500 },
    );
    const before = [await pages('', 12), await pages('category=hep-th', 4), await pages(all, 13)];
    expect(before[0]?.ids).toEqual(wanted.slice(0, 1_000));
    expect(before.map(({ total }) => total)).toEqual([1_000, 200, before[2]?.ids.length]);

    const list = `${ranking.root}g${await ranking.redis.get(`${ranking.root}current`)}:l:trending`;
    await waitFor(
      async () => {
        await replica.app.get(PackingWorker, { strict: false }).handlePackPapers();
        return ranking.redis.zcard(list);
      },
      // The first 1,200, and one that is among the first of its category.
      (left) => left === 1_201,
      { timeoutMs: 60_000 },
    );
    await ranking.redis.hincrby(list.replace('l:trending', 'versions'), 'trending', 1);
    expect([await pages('', 12), await pages('category=hep-th', 4), await pages(all, 13)]).toEqual(before);
    expect(
      (await ranking.call('GET', `/internal/lists/trending?limit=100&p=9`)).headers.get('link'),
    ).toBeNull();
  }, 180_000);
});

describe('a paper of long ago', () => {
  it('leaves Redis, and its numbers, its terms and who voted are told as before', async () => {
    const why = async () => (await ranking.call<Why>('GET', `/api/papers/${PAPER}/why`)).body;
    const { trending, ...before } = await why();
    await pack();
    const { trending: after, ...rest } = await why();
    expect(rest).toEqual(before);
    expect(after?.terms.map(({ at, votes }) => ({ at, votes }))).toEqual([{ at: cast.castAt, votes: 2 }]);
    expect(after?.score).toBe(trending?.score);
    expect(await standing('ann')).toMatchObject({ upvotes: 2, included: true });
    expect(await standing('eve')).toMatchObject({ upvotes: 2, included: false });
    const page = await ranking.call<{ items: { liveUpvotes: number; paper: { id: string } }[] }>(
      'GET',
      '/internal/lists/day?period=2026-11-22',
    );
    expect(page.body.items.map(({ paper, liveUpvotes }) => [paper.id, liveUpvotes])).toEqual([
      [PAPER, 2],
      ['2611.00001', 1],
    ]);
  }, 120_000);

  it('counts a vote that is taken back late exactly once, and is packed again', async () => {
    const history = [{ ...cast, withdrawnAt: '2026-12-06T10:00:00.000Z' }];
    const late = vote(PAPER, 'ann', { seq: 2, standing: false, history });
    await ranking.catalog.votes(late, late);
    await waitFor(
      () => standing('ann'),
      (now) => now?.upvotes === 1,
      { timeoutMs: 60_000 },
    );
    await pack();
    await ranking.catalog.votes(late, vote(PAPER, 'dan'));
    await waitFor(
      () => standing('dan'),
      (now) => now?.included === true,
      { timeoutMs: 60_000 },
    );
    expect(await standing('ann')).toMatchObject({ upvotes: 2, included: false });
  }, 120_000);

  it('whose votes MongoDB has lost is read anew from Kafka by itself, and the vote that showed it counts', async () => {
    await pack();
    // All stored documents are as the schemas declare them.
    expect(await undeclared(ranking.namespace, 'ranking', rankingDocuments)).toEqual([]);
    const before = await ranking.redis.get(`${ranking.root}current`);
    await ranking.mongo.collection(PACKED).deleteMany({});
    await ranking.catalog.votes(vote(PAPER, 'fay'));
    await waitFor(
      () => ranking.redis.get(`${ranking.root}current`),
      (now) => now !== before,
      { timeoutMs: 90_000 },
    );
    await waitFor(
      () => standing('fay'),
      (now) => now?.upvotes === 3 && now.included,
      { timeoutMs: 60_000 },
    );
  }, 180_000);
});
