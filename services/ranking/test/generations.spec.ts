import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ListAnswer, type ListItem, PARTITIONS, topics } from '@paperboy/contracts';
import { testClock, uniqueNamespace, waitFor } from '@paperboy/testing';
import { aDay } from './a-day.js';
import { paper, vote } from './paper-and-vote.js';
import { operator, type RankingUnderTest, startRanking } from './ranking-under-test.js';

const clock = testClock('2026-11-22T12:00:00.000Z');
/** How many people vote at the same time, again and again. */
const VOTERS = 8;
const PATIENT = { timeoutMs: 60_000 };
let ranking: RankingUnderTest;

beforeAll(async () => {
  ranking = await startRanking(uniqueNamespace(), clock);
  await aDay(ranking);
  // The day is closed early, since early closings must survive a loss of Redis.
  ranking.catalog.settled = true;
  const close = () => ranking.call('POST', '/internal/editions/day-2026-11-22/close', operator);
  const closing = close();
  await waitFor(
    () => ranking.redis.hget(`${ranking.root}early`, '2026-11-22'),
    (cutoff) => cutoff !== null,
  );
  clock.advance(3_000);
  await closing;
  // An attempt gives up after four seconds, which may have passed on a busy machine. The next one keeps its cutoff.
  await waitFor(close, ({ status }) => status === 200);
  await ranking.catalog.papers(
    paper('2611.00012', { submission: { by: 'arxiv', byKind: 'feed', at: '2026-11-22T12:00:00.000Z' } }),
  );
  await ranking.catalog.votes(vote('2611.00003', 'ann'));
  await ranking.shows('/api/daily_papers?date=2026-11-23', ['2611.00012']);
  await ranking.shows('/api/daily_papers?sort=trending', ['hep-th/9901001', '2611.00003', '2611.00002']);
}, 60_000);

afterAll(async () => {
  await ranking?.stop();
});

describe('Redis without its data', () => {
  it('is read full again from the beginning, early closings included', async () => {
    const trending = await ranking.ids('/api/daily_papers?sort=trending');
    expect(trending.length).toBeGreaterThan(2);
    const keys = await ranking.redis.keys(`${ranking.root}*`);
    await ranking.redis.unlink(...keys.filter((key) => !key.includes(':queues:')));
    await waitFor(
      async () => (await ranking.call<ListAnswer>('GET', '/internal/lists/trending?limit=30')).body,
      ({ rebuilding, items }) => !rebuilding && items.map(({ paper }) => paper.id).join() === trending.join(),
      { timeoutMs: 20_000 },
    );
    await ranking.shows('/api/daily_papers?date=2026-11-23', ['2611.00012']);
  }, 40_000);

  it('is whole again while votes come without a pause: there is always something newer that was not read yet', async () => {
    const [current, rebuilding] = [`${ranking.root}current`, `${ranking.root}rebuilding`];
    const before = await ranking.redis.get(current);
    // Generations are named by the time at which they begin.
    clock.advance(1_000);
    let over = false;
    let cast = 0;
    // They vote for a paper that ranking does not know, so the lists of the other tests do not change.
    const voter = async (name: number): Promise<void> => {
      for (; !over; cast++) await ranking.catalog.votes(vote('2611.00099', `voter-${name}-${cast}`));
    };
    const voters = Promise.all(Array.from({ length: VOTERS }, (_, name) => voter(name)));
    try {
      await waitFor(() => cast > 10 * VOTERS, Boolean, PATIENT);
      ranking.catalog.underLoad = true;
      const keys = await ranking.redis.keys(`${ranking.root}*`);
      await ranking.redis.unlink(...keys.filter((key) => !key.includes(':queues:')));
      await waitFor(
        () => ranking.redis.mget(current, rebuilding),
        ([generation, mark]) => generation !== null && generation !== before && mark === null,
        PATIENT,
      );
    } finally {
      ranking.catalog.underLoad = false;
      over = true;
      await voters;
    }
  }, 120_000);
});

describe('A log that ends before the stored positions', () => {
  it('is read from the beginning: no vote is passed over in silence', async () => {
    const trending = await ranking.ids('/api/daily_papers?sort=trending');
    const before = await ranking.redis.get(`${ranking.root}current`);
    clock.advance(1_000);
    const positions = `${ranking.root}g${before}:positions`;
    for (let partition = 0; partition < PARTITIONS; partition++)
      await ranking.redis.hset(positions, `${topics.votes.name}/${partition}`, '1000000');
    await ranking.catalog.votes(vote('2611.00098', 'ann'));
    await waitFor(
      () => ranking.redis.mget(`${ranking.root}current`, `${ranking.root}rebuilding`),
      ([generation, mark]) => generation !== null && generation !== before && mark === null,
      PATIENT,
    );
    await ranking.shows('/api/daily_papers?sort=trending', trending);
    const { body } = await ranking.call<{ standings: { upvotes: number }[] }>(
      'GET',
      '/internal/papers/standing?ids=2611.00098',
    );
    expect(body.standings).toMatchObject([{ upvotes: 1 }]);
  }, 120_000);
});

describe('a rebuild', () => {
  const progress = () =>
    ranking.call<{ state: string; read: number; toRead: number }>('GET', '/internal/rebuild', operator);
  const current = () => ranking.redis.get(`${ranking.root}current`);

  it('reads everything into a new generation while the old one serves, and swaps', async () => {
    const before = await current();
    const trending = await ranking.ids('/api/daily_papers?sort=trending');
    expect((await ranking.call('POST', '/internal/rebuild')).status).toBe(401);
    expect((await ranking.call('POST', '/internal/rebuild', operator)).status).toBe(202);
    // A request during the rebuild always gets the whole list.
    const given: string[] = [];
    await waitFor(
      async () => {
        const { status, body } = await ranking.call<ListItem[]>('GET', '/api/daily_papers?sort=trending');
        if (status === 200) given.push(body.map(({ paper }) => paper.id).join());
        return (await progress()).body;
      },
      ({ state }) => state === 'idle',
      { timeoutMs: 20_000, everyMs: 20 },
    );
    expect([...new Set(given)]).toEqual([trending.join()]);
    expect(await current()).not.toBe(before);
    // The rebuild has ended, and a read that began before the swap still finds the old generation.
    await waitFor(async () => (await ranking.redis.exists(`${ranking.root}rebuild-lease`)) === 0);
    expect(await ranking.redis.zcard(`${ranking.root}g${before}:l:trending`)).toBe(trending.length);
    expect(await ranking.ids('/api/daily_papers?sort=trending')).toEqual(trending);
    await ranking.catalog.votes(
      vote('2611.00001', 'fay'),
      vote('2611.00001', 'gus'),
      vote('2611.00001', 'hal'),
    );
    await waitFor(
      () =>
        ranking.call<{ standings: { upvotes: number }[] }>('GET', '/internal/papers/standing?ids=2611.00001'),
      ({ body }) => body.standings[0]?.upvotes === 3,
    );
    await waitFor(
      () => ranking.redis.keys(`${ranking.root}g${before}:*`),
      (left) => left.length === 0,
      { timeoutMs: 30_000, everyMs: 100 },
    );
  }, 70_000);

  it('that was killed in the middle is taken up again', async () => {
    const before = await current();
    // The state that a replica leaves when it dies after its first batch: a generation to be filled, and no lease.
    const half = String(Number(before) + 1);
    await ranking.redis.set(`${ranking.root}filling`, half);
    await waitFor(current, (now) => now === half, { timeoutMs: 20_000 });
    expect((await ranking.ids('/api/daily_papers?sort=trending')).length).toBeGreaterThan(2);
  }, 40_000);
});

describe('Redis that came back with an old copy', () => {
  it('is brought up to date from where the copy stands, without an event that would show it', async () => {
    const ownKeys = async () =>
      (await ranking.redis.keys(`${ranking.root}*`)).filter((key) => !key.includes(':queues:'));
    const copy = new Map<string, Buffer>();
    for (const key of await ownKeys()) {
      const bytes = await ranking.redis.dumpBuffer(key);
      if (bytes) copy.set(key, bytes);
    }
    await ranking.catalog.votes(vote('2611.00012', 'fay'), vote('2611.00012', 'gus'));
    const upvotes = async () =>
      (
        await ranking.call<{ standings: { upvotes: number }[] }>(
          'GET',
          '/internal/papers/standing?ids=2611.00012',
        )
      ).body.standings[0]?.upvotes;
    await waitFor(upvotes, (now) => now === 2);
    // Read within the transaction that restores the copy, since the watch may repair it at once.
    const figures = `${ranking.root}g${await ranking.redis.get(`${ranking.root}current`)}:x:2611.00012`;
    const back = ranking.redis
      .multi()
      .hget(figures, 'u')
      .unlink(...(await ownKeys()));
    for (const [key, bytes] of copy) back.restore(key, 0, bytes);
    const steps = await back.hget(figures, 'u').exec();
    expect([steps?.at(0), steps?.at(-1)]).toEqual([
      [null, '2'],
      [null, null],
    ]);
    await waitFor(upvotes, (now) => now === 2, { timeoutMs: 15_000 });
  }, 30_000);
});
