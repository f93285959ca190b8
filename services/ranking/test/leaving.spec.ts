import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EditionState, type ListAnswer, topics } from '@paperboy/contracts';
import { createKafka } from '@paperboy/messaging';
import { topicName } from '@paperboy/platform';
import { testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { paper, vote } from './paper-and-vote.js';
import { operator, type RankingUnderTest, startRanking } from './ranking-under-test.js';

const clock = testClock('2026-11-20T12:00:00.000Z');
const day = (date: string) => `/api/daily_papers?date=${date}`;
let ranking: RankingUnderTest;

const submitted = (date: string, time: string) => ({
  submission: { by: 'carol_carol_', byKind: 'person' as const, at: `${date}T${time}.000Z` },
});

const editions = async (cadence: string) =>
  (await ranking.call<EditionState[]>('GET', `/api/editions?cadence=${cadence}`)).body.map(({ id }) => id);

const keysOf = async (list: string) => {
  const current = await ranking.redis.get(`${ranking.root}current`);
  return ranking.redis.keys(`${ranking.root}g${current}:l:${list}*`);
};

/** Waits until a reader of the topic has one day's edition, and the tombstone of the other's. */
async function published(): Promise<void> {
  const { kafkaBrokers } = testStack();
  const kafka = createKafka({ brokers: [kafkaBrokers], clientId: uniqueNamespace() });
  const consumer = kafka.consumer({ groupId: uniqueNamespace() });
  // All messages by key: the day that lost its edition gets another one, perhaps before the reader has joined.
  const told = new Map<string, ('kept' | 'gone')[]>();
  await consumer.connect();
  await consumer.subscribe({
    topics: [topicName(ranking.namespace, topics.editions.name)],
    fromBeginning: true,
  });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const key = String(message.key);
      told.set(key, [...(told.get(key) ?? []), message.value === null ? 'gone' : 'kept']);
    },
  });
  try {
    await waitFor(
      () => [told.get('day-2026-11-17') ?? [], told.get('day-2026-11-18') ?? []],
      ([one, other]) => one?.at(-1) === 'kept' && other?.includes('gone') === true,
    );
  } finally {
    await consumer.disconnect();
  }
}

beforeAll(async () => {
  ranking = await startRanking(uniqueNamespace(), clock);
  await ranking.catalog.papers(
    paper('2600.00001', { ...submitted('2026-11-18', '08:00:00'), sample: true }),
    paper('2611.00001', submitted('2026-11-18', '09:00:00')),
    paper('2611.00002', submitted('2026-11-17', '09:00:00')),
  );
  await ranking.catalog.votes(vote('2600.00001', 'ann', { sample: true }), vote('2611.00002', 'ann'));
  await waitFor(
    () => editions('day'),
    (ids) => ids.length === 2,
  );
}, 60_000);

afterAll(async () => {
  await ranking?.stop();
});

describe('the lists of a closed period', () => {
  it('leave Redis after the days that it takes to settle, and its edition answers', async () => {
    expect(await keysOf('day:2026-11-17')).not.toEqual([]);
    const before = await ranking.ids(day('2026-11-17'));
    // The days were closed on the 20th; three days later they settle.
    clock.set('2026-11-23T11:59:00.000Z');
    await waitFor(
      () => editions('week'),
      (ids) => ids.length === 1,
    );
    expect(await keysOf('day:2026-11-17')).not.toEqual([]);
    clock.set('2026-11-23T12:01:00.000Z');
    await waitFor(
      async () => [...(await keysOf('day:2026-11-17')), ...(await keysOf('day:2026-11-18'))],
      (keys) => keys.length === 0,
    );
    expect(await keysOf('week:2026-W47')).not.toEqual([]);
    expect(await ranking.ids(day('2026-11-17'))).toEqual(before);
    expect(await ranking.ids(`${day('2026-11-18')}&category=cs.AI`)).toHaveLength(2);
    const { body } = await ranking.call<ListAnswer>('GET', '/internal/lists/day?period=2026-11-18');
    expect(body).toMatchObject({ closed: true, total: 2, previous: '2026-11-17' });
    const newest = await ranking.call<ListAnswer>('GET', '/internal/lists/day');
    expect(newest.body).toMatchObject({ period: '2026-11-18', closed: true });
  }, 40_000);

  it('stay away when a vote comes late, which the trending list still takes', async () => {
    await ranking.catalog.votes(
      vote('2611.00001', 'dan'),
      vote('2611.00001', 'eve'),
      vote('2611.00001', 'fay'),
    );
    await waitFor(
      () => ranking.ids('/api/daily_papers?sort=trending'),
      (ids) => ids[0] === '2611.00001',
    );
    expect(await keysOf('day:2026-11-18')).toEqual([]);
  });
});

describe('removing the sample', () => {
  it('is for services and operators only', async () => {
    expect((await ranking.call('DELETE', '/internal/sample')).status).toBe(401);
  });

  it('takes the editions with a paper of it away with a tombstone, leaves the others, and closes what is left again', async () => {
    await ranking.catalog.tombstones(topics.papers, '2600.00001');
    await ranking.catalog.tombstones(topics.votes, '2600.00001:ann');
    const { status, body } = await ranking.call<{ editions: number }>('DELETE', '/internal/sample', operator);
    // The day and the week.
    expect([status, body.editions]).toEqual([200, 2]);
    await published();
    // The real paper of that day had left Redis with its list. It is read again, and its day is closed without the
    // sample.
    const page = await waitFor(
      () => ranking.call<ListAnswer>('GET', '/internal/lists/day?period=2026-11-18'),
      ({ body }) => body.closed && body.total === 1,
      { timeoutMs: 30_000 },
    );
    expect(page.body.items.map(({ paper }) => paper.id)).toEqual(['2611.00001']);
    await waitFor(
      () => editions('week'),
      (ids) => ids.length === 1,
    );
    // The days since the installation began had no papers, and are closed without any.
    const empty = ['day-2026-11-22', 'day-2026-11-21', 'day-2026-11-20'];
    expect(await editions('day')).toEqual([...empty, 'day-2026-11-18', 'day-2026-11-17']);
    const again = await ranking.call<{ editions: number }>('DELETE', '/internal/sample', operator);
    expect(again.body.editions).toBe(0);
  }, 60_000);
});
