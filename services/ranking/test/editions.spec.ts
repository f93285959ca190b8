import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Archive,
  type EditionPage,
  type EditionState,
  type ListAnswer,
  type ListItem,
  type Why,
} from '@paperboy/contracts';
import { testClock, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { EditionDocument } from '../src/edition/edition.schema.js';
import { aDay, DAY } from './a-day.js';
import { paper, vote } from './paper-and-vote.js';
import { operator, type RankingUnderTest, startRanking } from './ranking-under-test.js';

const clock = testClock('2026-11-22T12:00:00.000Z');
let ranking: RankingUnderTest;

beforeAll(async () => {
  ranking = await startRanking(uniqueNamespace(), clock);
  await aDay(ranking);
}, 60_000);

afterAll(async () => {
  await ranking?.stop();
});

describe('an edition', () => {
  const close = () =>
    ranking.call<{ outcome: string; edition: EditionState; code: string }>(
      'POST',
      '/internal/editions/day-2026-11-22/close',
      operator,
    );

  it('is closed by services and operators only, and a week not before its end', async () => {
    expect((await ranking.call('POST', '/internal/editions/day-2026-11-22/close')).status).toBe(401);
    const week = await ranking.call<{ code: string }>(
      'POST',
      '/internal/editions/week-2026-W47/close',
      operator,
    );
    expect([week.status, week.body.code]).toEqual([409, 'edition-not-due']);
    const month = await ranking.call<{ code: string }>(
      'POST',
      '/internal/editions/month-2026-13/close',
      operator,
    );
    expect([month.status, month.body.code]).toEqual([400, 'no-such-edition']);
  });

  it('waits until the catalog has nothing older to publish, then counts what stood at the roll-over', async () => {
    // Cast before the end and withdrawn after it: it counts. Cast after it: it does not.
    await ranking.catalog.votes(
      vote('2611.00003', 'ann', {
        seq: 2,
        standing: false,
        history: [{ castAt: '2026-11-22T23:59:59.999Z', withdrawnAt: '2026-11-23T00:00:00.001Z' }],
      }),
      vote('2611.00003', 'bob'),
      vote('2611.00003', 'cy', { counts: false, reason: 'new-person-limit' }),
      vote('2611.00001', 'ann', { history: [{ castAt: '2026-11-23T00:00:00.000Z' }] }),
      vote('2611.00001', 'bob', { history: [{ castAt: '2026-11-23T00:00:00.001Z' }] }),
      vote('2611.00001', 'cy', { history: [{ castAt: '2026-11-23T00:00:01.000Z' }] }),
    );
    ranking.catalog.settled = false;
    clock.set('2026-11-23T00:00:05.000Z');
    const early = await close();
    expect([early.status, early.body.code]).toEqual([409, 'edition-not-ready']);
    ranking.catalog.settled = true;
    const { status, body } = await waitFor(close, ({ status }) => status === 200);
    expect(status).toBe(200);
    expect(body.edition).toMatchObject({
      id: 'day-2026-11-22',
      cutoffAt: '2026-11-23T00:00:00.000Z',
      endsAt: '2026-11-23T00:00:00.000Z',
      papers: 4,
      upvotes: 5,
      sample: false,
    });
    const papers = await ranking.call<EditionPage>('GET', '/api/editions/day-2026-11-22/papers');
    expect(papers.body.items.map(({ rank, upvotes, paper }) => [rank, paper.id, upvotes])).toEqual([
      [1, '2611.00003', 2],
      [2, 'hep-th/9901001', 2],
      [3, '2611.00002', 1],
      [4, '2611.00001', 0],
    ]);
    // Two votes of 09:00 and one of 23:59 on the 22nd, each time in one bucket; in half-lives of 24 h since 1970.
    const nine = 20_779 + 9 / 24;
    expect(papers.body.items[1]?.score).toBeCloseTo(nine + 1, 9);
    expect(papers.body.items[2]?.score).toBeCloseTo(nine, 9);
    expect(papers.body.items[3]?.score).toBeNull();
  });

  it('has its day in the archive with as many papers as while it was open', async () => {
    const { body } = await ranking.call<Archive>('GET', '/api/archive?month=2026-11');
    expect(body).toEqual({ month: '2026-11', days: [{ day: '2026-11-22', papers: 4 }] });
  });

  it('is found closed when it is closed again, and never changes after that', async () => {
    const before = await close();
    expect(before.body.outcome).toBe('was-closed');
    await ranking.catalog.votes(vote('2611.00001', 'dan'), vote('2611.00001', 'eve'));
    await ranking.catalog.papers(
      paper('2611.00002', { seq: 2, withdrawnAt: '2026-11-23T00:01:00.000Z', title: 'Another title' }),
    );
    const { body } = await waitFor(
      () => ranking.call<ListItem[]>('GET', DAY),
      ({ body }) => body.some(({ paper }) => paper.withdrawnAt !== undefined),
    );
    expect(body.map(({ paper }) => [paper.id, paper.upvotes, paper.title, paper.withdrawnAt])).toEqual([
      ['2611.00003', 2, 'Title of 2611.00003', undefined],
      ['hep-th/9901001', 2, 'Title of hep-th/9901001', undefined],
      ['2611.00002', 1, 'Title of 2611.00002', '2026-11-23T00:01:00.000Z'],
      ['2611.00001', 0, 'Title of 2611.00001', undefined],
    ]);
    expect((await close()).body.edition.contentDigest).toBe(before.body.edition.contentDigest);
    const list = await ranking.call<ListAnswer>('GET', '/internal/lists/day?period=2026-11-22');
    expect(list.body).toMatchObject({ closed: true, total: 4 });
    expect(await ranking.ids(`${DAY}&category=hep-th`)).toEqual(['2611.00003']);
  });

  it('of a running day is closed early, and later papers are on the next day', async () => {
    clock.set('2026-11-24T10:00:00.000Z');
    const at = (time: string) => ({
      by: 'carol_carol_',
      byKind: 'person' as const,
      at: `2026-11-24T${time}.000Z`,
    });
    await ranking.catalog.papers(paper('2611.00011', { submission: at('09:00:00') }));
    await ranking.shows('/api/daily_papers?date=2026-11-24', ['2611.00011']);
    const closeEarly = () =>
      ranking.call<{ edition: EditionState }>('POST', '/internal/editions/day-2026-11-24/close', operator);
    const closing = closeEarly();
    await waitFor(
      () => ranking.redis.hget(`${ranking.root}early`, '2026-11-24'),
      (cutoff) => cutoff !== null,
    );
    clock.advance(3_000);
    await closing;
    // An attempt gives up after four seconds, which may have passed on a busy machine. The next one keeps its cutoff.
    const { body } = await waitFor(closeEarly, ({ status }) => status === 200);
    expect(body.edition).toMatchObject({ cutoffAt: '2026-11-24T10:00:00.000Z', papers: 1 });
    await ranking.catalog.papers(paper('2611.00012', { submission: at('10:00:00') }));
    await ranking.shows('/api/daily_papers?date=2026-11-25', ['2611.00012']);
    await ranking.shows('/api/daily_papers?date=2026-11-24', ['2611.00011']);
  });

  const days = () => ranking.call<EditionState[]>('GET', '/api/editions?cadence=day');
  const papersOf = (editions: readonly EditionState[]) =>
    Object.fromEntries(editions.map(({ period, papers }) => [period.slice(5), papers]));

  it('of every period that was missed is closed by the job: of those without papers too, from the first day on', async () => {
    clock.set('2026-12-01T00:01:00.000Z');
    const { body } = await waitFor(days, ({ body }) => body.some(({ id }) => id === 'day-2026-11-30'), {
      timeoutMs: 45_000,
    });
    const empty = { '11-30': 0, '11-29': 0, '11-28': 0, '11-27': 0, '11-26': 0 };
    expect(papersOf(body)).toEqual({ ...empty, '11-25': 1, '11-24': 1, '11-23': 0, '11-22': 4 });
    const weeks = await waitFor(
      () => ranking.call<EditionState[]>('GET', '/api/editions?cadence=week'),
      ({ body }) => body.length === 2,
    );
    expect(weeks.body.map(({ id, papers }) => [id, papers])).toEqual([
      ['week-2026-W48', 2],
      ['week-2026-W47', 4],
    ]);
  }, 60_000);

  it('is told once by following Link, the newest first, while another one closes', async () => {
    const editions = ranking.mongo.collection<EditionDocument>('editions');
    const newest = (await editions.findOne({ _id: 'day-2026-11-30' })) as EditionDocument;
    const next = { ...newest, _id: 'day-2026-12-01' };
    next.state = { ...newest.state, id: 'day-2026-12-01', period: '2026-12-01' };
    const told: string[] = [];
    try {
      for (let path: string | undefined = '/api/editions?limit=4'; path !== undefined; ) {
        const { body, headers }: Awaited<ReturnType<typeof days>> = await ranking.call('GET', path);
        told.push(...body.map(({ period }) => period.slice(5)));
        path = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
        await editions.replaceOne({ _id: next._id }, next, { upsert: true });
      }
      expect(told).toEqual(['11-30', '11-29', '11-28', '11-27', '11-26', '11-25', '11-24', '11-23', '11-22']);
      const second = await ranking.call<EditionState[]>('GET', '/api/editions?limit=4&p=1');
      expect(second.body[0]?.period).toBe('2026-11-27');
    } finally {
      await editions.deleteOne({ _id: next._id });
    }
  });

  it('without papers is a list without papers, to which no other list leads', async () => {
    const day = async (period: string) =>
      (await ranking.call<ListAnswer>('GET', `/internal/lists/day?period=${period}`)).body;
    expect(await day('2026-11-23')).toMatchObject({ closed: true, total: 0, items: [] });
    expect(await day('2026-11-24')).toMatchObject({ previous: '2026-11-22', next: '2026-11-25' });
    expect((await day('2026-11-25')).next).toBeUndefined();
    const newest = (await ranking.call<ListAnswer>('GET', '/internal/lists/day')).body;
    expect(newest.total).toBeGreaterThan(0);
    const long = await ranking.call<{ code: string }>(
      'POST',
      '/internal/editions/day-2020-01-01/close',
      operator,
    );
    expect([long.status, long.body.code]).toEqual([409, 'edition-empty']);
  });

  it('without papers gives way once to one with papers, when some of that day come after all', async () => {
    const at = '2026-11-27T09:00:00.000Z';
    await ranking.catalog.papers(
      paper('2611.00021', { submission: { by: 'arxiv', byKind: 'feed', at } }),
      paper('2611.00022', { submission: { by: 'arxiv', byKind: 'feed', at } }),
    );
    const { body } = await waitFor(days, ({ body }) => papersOf(body)['11-27'] === 2);
    expect(body.map(({ period }) => period)).toHaveLength(9);
    const again = await ranking.call<{ outcome: string }>(
      'POST',
      '/internal/editions/day-2026-11-27/close',
      operator,
    );
    expect(again.body.outcome).toBe('was-closed');
  });
});

describe('why', () => {
  it('tells the terms of the formula, what did not count, the rank, and what one more vote would do', async () => {
    const { body } = await ranking.call<Why>('GET', '/api/papers/2611.00003/why');
    // One vote of 09:00 on the 22nd stands; it is 1 December, 00:01 now, 8.625694 half-lives later.
    const weight = 2 ** -((8 * 24 + 15 + 1 / 60) / 24);
    expect(body).toMatchObject({
      paperId: '2611.00003',
      list: 'trending',
      closed: false,
      upvotes: 1,
      comments: 0,
      notCounted: [{ reason: 'new-person-limit', votes: 1 }],
    });
    expect(body.trending?.terms).toHaveLength(1);
    expect(body.trending?.terms[0]?.weight).toBeCloseTo(weight, 9);
    expect(body.trending?.weight).toBeCloseTo(weight, 9);
    expect(body.oneMoreVote?.rank).toBe(1);
    expect((body.rank ?? 0) - (body.oneMoreVote?.gained ?? 0)).toBe(1);
    const day = await ranking.call<Why>('GET', '/api/papers/2611.00003/why?list=day');
    expect(day.body).toMatchObject({ period: '2026-11-22', closed: true, rank: 1, of: 4, upvotes: 2 });
    expect((await ranking.call('GET', '/api/papers/hep-th%2F9901001/why')).status).toBe(200);
    expect((await ranking.call('GET', '/api/papers/2611.00009/why')).status).toBe(404);
    expect((await ranking.call('GET', '/api/papers/2611.00003/why?list=best')).status).toBe(400);
  });
});
