import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { indexesOf, makeIndexes } from '@paperboy/platform';
import { SentQueries, testClock, uniqueNamespace, waitFor, watchedMongodbUrl } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { PACKED } from '../src/packing/packed-paper.schema.js';
import { PackedPapers } from '../src/packing/packed-papers.store.js';
import { rankingDocuments } from '../src/ranking.documents.js';
import { aDay } from './a-day.js';
import { operator, type RankingUnderTest, startRanking } from './ranking-under-test.js';

/** The days of some years. An operator closed every second one early. */
const DAYS = 1_000;
const DAY_MS = 86_400_000;
const NOW = '2026-11-22T12:00:00.000Z';
/** The most keys and documents that one query may read, however old the installation is. */
const MOST = 100;

describe('after some years', () => {
  const clock = testClock(NOW);
  let ranking: RankingUnderTest;
  let mongo: Connection;

  beforeAll(async () => {
    ranking = await startRanking(uniqueNamespace(), clock, { MONGODB_URL: watchedMongodbUrl() });
    mongo = ranking.mongo;
    expect(await makeIndexes(mongo, indexesOf(rankingDocuments))).toEqual([]);
    const days = Array.from({ length: DAYS }, (_, index) =>
      new Date(Date.parse(NOW) - (index + 2) * DAY_MS).toISOString().slice(0, 10),
    );
    await mongo.collection<{ _id: string }>('closings').insertMany(
      days.map((day, index) => ({
        _id: `day-${day}`,
        cutoffAt: new Date(`${day}T20:00:00.000Z`),
        ...(index % 2 === 0 ? { earlyDay: day } : {}),
        holder: 'gone',
        expiresAt: new Date(0),
      })),
    );
    await mongo.collection<{ _id: string }>('editions').insertMany(
      days.map((day) => ({
        _id: `day-${day}`,
        seq: 1,
        state: { cadence: 'day', period: day, papers: 1, closedAt: `${day}T20:00:00.000Z` },
      })),
    );
    await aDay(ranking);
  }, 60_000);

  afterAll(async () => {
    await ranking?.stop();
  });

  it('looking for what is to be closed, and closing it, costs as much as at first', async () => {
    // The schedule closes it, and the relay publishes its event.
    const sent = SentQueries.watch(mongo);
    clock.set('2026-11-23T00:01:00.000Z');
    await waitFor(
      () => ranking.call('GET', '/api/editions/day-2026-11-22', operator),
      ({ status }) => status === 200,
      { timeoutMs: 60_000 },
    );
    await waitFor(
      () => sent.names,
      (names) => names.includes('find closings') && names.includes('aggregate editions'),
      {
        timeoutMs: 60_000,
      },
    );

    const costs = await sent.costs();
    expect(sent.names).toEqual(
      expect.arrayContaining([
        'aggregate editions',
        'find closings',
        'find editions',
        'findAndModify closings',
        'findAndModify empty-periods',
        'findAndModify leases',
        'update edition-entries',
        'update editions',
      ]),
    );
    // A turn restores only the early closings of the last week in Redis.
    expect(await ranking.redis.hlen(`${ranking.root}early`)).toBeLessThan(8);
    expect(costs.filter(({ scans, keys, documents }) => scans || keys + documents > MOST)).toEqual([]);
  });

  it('packing a paper, and dropping what a former generation left, reads none of the papers that are packed', async () => {
    const packed = new PackedPapers(mongo);
    const generation = String(await ranking.redis.get(`${ranking.root}current`));
    const of = (paper: string) => ({
      paper,
      token: 't',
      blocks: {},
      votes: [],
      scopes: [''],
      score: 1,
      member: paper,
    });
    const papers = Array.from({ length: DAYS }, (_, nth) => of(`2611.${String(nth).padStart(5, '0')}`));
    await packed.write(generation, papers, clock.now());
    await packed.write('1', papers.slice(0, 10), clock.now());
    const sent = SentQueries.watch(mongo);
    await packed.write(generation, [of('2612.00001')], clock.now());
    await packed.dropBefore(generation);
    await packed.withoutVotes(generation, [of('2612.00001')]);
    // A refill reads only as many places of the list as it needs, the best first.
    for await (const { paper } of packed.places(generation, '')) if (paper > '2611.00005') break;
    expect(sent.names).toEqual(expect.arrayContaining(['delete packed-papers', 'find packed-papers']));
    const costs = (await sent.costs()).filter(({ query }) => query.endsWith(PACKED));
    expect(costs.filter(({ scans }) => scans)).toEqual([]);
    expect(costs.filter(({ query }) => query.startsWith('delete')).every(({ keys }) => keys <= MOST)).toBe(
      true,
    );
    expect(await mongo.collection(PACKED).countDocuments({ generation: 1 })).toBe(0);
    expect(await mongo.collection(PACKED).countDocuments()).toBe(DAYS + 1);
  }, 60_000);

  it('an early closing of long ago that Redis has lost is put back before anything is read', async () => {
    const oldest = await mongo
      .collection('closings')
      .findOne({ earlyDay: { $gte: '' } }, { sort: { earlyDay: 1 } });
    const cutoff = () => ranking.redis.hget(`${ranking.root}early`, String(oldest?.earlyDay));
    expect(await cutoff()).toBeNull();
    await ranking.boot();
    expect(await waitFor(cutoff, Boolean, { timeoutMs: 60_000 })).toBe(String(oldest?.cutoffAt.getTime()));
  });
});
