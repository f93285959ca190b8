import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EditionState } from '@paperboy/contracts';
import { testClock, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { EditionPage } from '../src/edition/edition.controller.js';
import type { HfItem } from '../src/list/hf-item.js';
import type { ListAnswer } from '../src/list/list-reader.store.js';
import type { Why } from '../src/why/why.js';
import { operator, paper, type RankingUnderTest, startRanking, vote } from './ranking-under-test.js';

const clock = testClock('2026-11-22T12:00:00.000Z');
const DAY = '/api/daily_papers?date=2026-11-22';
let ranking: RankingUnderTest;

const shows = (path: string, ids: string[]) =>
  waitFor(
    () => ranking.ids(path),
    (now) => now.join() === ids.join(),
  );

beforeAll(async () => {
  ranking = await startRanking(uniqueNamespace(), clock);
}, 60_000);

afterAll(async () => {
  await ranking?.stop();
});

describe('ranking', () => {
  it('lists the papers of a day by upvotes, then people before the feed, then the earlier submission', async () => {
    await ranking.catalog.papers(
      paper('2611.00001', { submission: { by: 'arxiv', byKind: 'feed', at: '2026-11-22T01:00:00.000Z' } }),
      paper('2611.00002'),
      paper('2611.00003', {
        submission: { by: 'carol_carol_', byKind: 'person', at: '2026-11-22T07:00:00.000Z' },
        categories: ['hep-th'],
      }),
      paper('hep-th/9901001'),
      paper('2611.00009', { submission: undefined }),
    );
    await ranking.catalog.votes(vote('hep-th/9901001', 'ann'), vote('hep-th/9901001', 'bob'));
    await shows(DAY, ['hep-th/9901001', '2611.00003', '2611.00002', '2611.00001']);
  });

  it('answers in the shape of the Hugging Face API, with names as they are now', async () => {
    await ranking.catalog.people({
      id: 'carol_carol_',
      seq: 1,
      handle: 'carol',
      name: 'Carol Example',
      sample: false,
    });
    await ranking.catalog.comments({
      id: 'c1',
      paperId: 'hep-th/9901001',
      personId: 'ann',
      seq: 1,
      postedAt: '2026-11-22T10:00:00.000Z',
      state: 'shown',
      sample: false,
    });
    const { body } = await waitFor(
      () => ranking.call<HfItem[]>('GET', DAY),
      ({ body }) => body[0]?.numComments === 1 && body[0]?.submittedBy?.name === 'carol',
    );
    const person = {
      _id: 'carol_carol_',
      avatarUrl: 'http://papers.example.org/avatars/carol.svg',
      fullname: 'Carol Example',
      name: 'carol',
      user: 'carol',
      type: 'user',
    };
    expect(body[0]).toEqual({
      paper: {
        id: 'hep-th/9901001',
        authors: [
          { _id: 'hep-th/9901001.1', name: 'Ada Example', hidden: false },
          { _id: 'hep-th/9901001.2', name: 'Bo Example', hidden: false },
        ],
        publishedAt: '2026-11-20T10:00:00.000Z',
        submittedOnDailyAt: '2026-11-22T08:00:00.000Z',
        title: 'Title of hep-th/9901001',
        summary: 'Summary of hep-th/9901001.',
        upvotes: 2,
        discussionId: 'hep-th/9901001',
        submittedOnDailyBy: person,
        categories: ['cs.AI', 'cs.LG'],
      },
      publishedAt: '2026-11-22T08:00:00.000Z',
      title: 'Title of hep-th/9901001',
      summary: 'Summary of hep-th/9901001.',
      thumbnail: 'http://papers.example.org/thumbnails/hep-th%2F9901001.svg',
      numComments: 1,
      submittedBy: person,
      isAuthorParticipating: false,
      sample: false,
    });
  });

  it('pages with p and limit, names the next page, and filters by category and submitter', async () => {
    const first = await ranking.call<HfItem[]>('GET', `${DAY}&limit=3`);
    expect(first.body).toHaveLength(3);
    expect(first.headers.get('link')).toBe('</api/daily_papers?date=2026-11-22&limit=3&p=1>; rel="next"');
    const last = await ranking.call<HfItem[]>('GET', `${DAY}&limit=3&p=1`);
    expect(last.body.map(({ paper }) => paper.id)).toEqual(['2611.00001']);
    expect(last.headers.get('link')).toBeNull();
    expect((await ranking.call('GET', `${DAY}&p=99`)).body).toEqual([]);
    expect(await ranking.ids(`${DAY}&category=hep-th`)).toEqual(['2611.00003']);
    expect(await ranking.ids(`${DAY}&submitter=carol&category=cs.AI`)).toEqual([
      'hep-th/9901001',
      '2611.00002',
    ]);
    expect(await ranking.ids(`${DAY}&submitter=arxiv`)).toEqual(['2611.00001']);
    expect(await ranking.ids('/api/daily_papers?week=2026-W47&limit=1')).toEqual(['hep-th/9901001']);
    expect(await ranking.ids('/api/daily_papers?sort=trending')).toEqual(['hep-th/9901001']);
    expect(await ranking.ids('/internal/lists/new')).toContain('2611.00009');
  });

  it('shows the newest day with papers when no date is given, and says which', async () => {
    expect(await ranking.ids('/api/daily_papers')).toHaveLength(4);
    const { body } = await ranking.call<ListAnswer>('GET', '/internal/lists/day');
    expect(body).toMatchObject({
      list: 'day',
      period: '2026-11-22',
      startsAt: '2026-11-22T00:00:00.000Z',
      endsAt: '2026-11-23T00:00:00.000Z',
      closed: false,
      total: 4,
    });
  });

  it('answers 304 as long as nothing in the list changed, and anew when something did', async () => {
    const before = await ranking.call('GET', DAY);
    const etag = before.headers.get('etag') ?? '';
    expect((await ranking.call('GET', DAY, undefined, { 'if-none-match': etag })).status).toBe(304);
    await ranking.catalog.votes(vote('2611.00002', 'ann'));
    await shows(DAY, ['hep-th/9901001', '2611.00002', '2611.00003', '2611.00001']);
    expect((await ranking.call('GET', DAY, undefined, { 'if-none-match': etag })).status).toBe(200);
  });

  it('refuses what does not exist with a problem that names the field', async () => {
    for (const query of [
      'date=2026-02-30',
      'week=2026-W60',
      'limit=101',
      'p=-1',
      'sort=best',
      'date=2026-11-22&week=2026-W47',
    ]) {
      const { status, body } = await ranking.call<{ code: string }>('GET', `/api/daily_papers?${query}`);
      expect([query, status, body.code]).toEqual([query, 400, 'invalid-request']);
    }
    expect((await ranking.call('GET', '/internal/lists/best')).status).toBe(400);
    expect((await ranking.call('GET', '/internal/lists/day?period=2026-99-99')).status).toBe(400);
  });

  it('gives the numbers of papers that nobody submitted as well', async () => {
    await ranking.catalog.votes(vote('2611.00009', 'ann'));
    const { body } = await waitFor(
      () =>
        ranking.call<{ standings: { upvotes: number }[] }>(
          'GET',
          '/internal/papers/standing?ids=2611.00009,2611.77777',
        ),
      ({ body }) => body.standings[0]?.upvotes === 1,
    );
    expect(body.standings).toEqual([
      { paperId: '2611.00009', upvotes: 1, comments: 0 },
      { paperId: '2611.77777', upvotes: 0, comments: 0 },
    ]);
  });
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
    const papers = await ranking.call<EditionPage>('GET', '/internal/editions/day-2026-11-22/papers');
    expect(papers.body.items.map(({ rank, upvotes, paper }) => [rank, paper.id, upvotes])).toEqual([
      [1, '2611.00003', 2],
      [2, 'hep-th/9901001', 2],
      [3, '2611.00002', 1],
      [4, '2611.00001', 0],
    ]);
    // Two votes of 09:00 and one of 23:59 on the 22nd: 1 bucket each; worked out in half-lives of 24 h since 1970.
    const nine = 20_779 + 9 / 24;
    expect(papers.body.items[1]?.score).toBeCloseTo(nine + 1, 9);
    expect(papers.body.items[2]?.score).toBeCloseTo(nine, 9);
    expect(papers.body.items[3]?.score).toBeNull();
  });

  it('is found closed when it is closed again, and never changes after that', async () => {
    const before = await close();
    expect(before.body.outcome).toBe('was-closed');
    await ranking.catalog.votes(vote('2611.00001', 'dan'), vote('2611.00001', 'eve'));
    await ranking.catalog.papers(
      paper('2611.00002', { seq: 2, withdrawnAt: '2026-11-23T00:01:00.000Z', title: 'Another title' }),
    );
    const { body } = await waitFor(
      () => ranking.call<HfItem[]>('GET', DAY),
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
    await shows('/api/daily_papers?date=2026-11-24', ['2611.00011']);
    const closing = ranking.call<{ edition: EditionState }>(
      'POST',
      '/internal/editions/day-2026-11-24/close',
      operator,
    );
    await waitFor(
      () => ranking.redis.hget(`${ranking.root}early`, '2026-11-24'),
      (cutoff) => cutoff !== null,
    );
    clock.advance(3_000);
    const { body } = await closing;
    expect(body.edition).toMatchObject({ cutoffAt: '2026-11-24T10:00:00.000Z', papers: 1 });
    await ranking.catalog.papers(paper('2611.00012', { submission: at('10:00:00') }));
    await shows('/api/daily_papers?date=2026-11-25', ['2611.00012']);
    await shows('/api/daily_papers?date=2026-11-24', ['2611.00011']);
  });

  it('of every period that was missed is closed by the job, and a period without papers gets none', async () => {
    clock.set('2026-12-01T00:01:00.000Z');
    const { body } = await waitFor(
      () => ranking.call<EditionState[]>('GET', '/internal/editions?cadence=day'),
      ({ body }) => body.some(({ id }) => id === 'day-2026-11-25'),
      { timeoutMs: 45_000 },
    );
    expect(body.map(({ id }) => id)).toEqual(['day-2026-11-25', 'day-2026-11-24', 'day-2026-11-22']);
    const weeks = await waitFor(
      () => ranking.call<EditionState[]>('GET', '/internal/editions?cadence=week'),
      ({ body }) => body.length === 2,
    );
    expect(weeks.body.map(({ id, papers }) => [id, papers])).toEqual([
      ['week-2026-W48', 2],
      ['week-2026-W47', 4],
    ]);
  }, 60_000);
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
    await shows('/api/daily_papers?date=2026-11-25', ['2611.00012']);
  }, 40_000);
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

describe('a rebuild', () => {
  const progress = () =>
    ranking.call<{ state: string; read: number; toRead: number }>('GET', '/internal/rebuild', operator);
  const current = () => ranking.redis.get(`${ranking.root}current`);

  it('reads everything into a new generation while the old one serves, and swaps', async () => {
    const before = await current();
    const trending = await ranking.ids('/api/daily_papers?sort=trending');
    expect((await ranking.call('POST', '/internal/rebuild')).status).toBe(401);
    expect((await ranking.call('POST', '/internal/rebuild', operator)).status).toBe(202);
    // A poll meets the whole list at every moment.
    await waitFor(
      async () => {
        expect(await ranking.ids('/api/daily_papers?sort=trending')).toEqual(trending);
        return (await progress()).body;
      },
      ({ state }) => state === 'idle',
      { timeoutMs: 20_000, everyMs: 20 },
    );
    expect(await current()).not.toBe(before);
    expect(await ranking.ids('/api/daily_papers?sort=trending')).toEqual(trending);
    await ranking.catalog.votes(
      vote('2611.00011', 'fay'),
      vote('2611.00011', 'gus'),
      vote('2611.00011', 'hal'),
    );
    await waitFor(
      () =>
        ranking.call<{ standings: { upvotes: number }[] }>('GET', '/internal/papers/standing?ids=2611.00011'),
      ({ body }) => body.standings[0]?.upvotes === 3,
    );
    await waitFor(
      () => ranking.redis.keys(`${ranking.root}g${before}:*`),
      (left) => left.length === 0,
    );
  }, 40_000);

  it('that was killed in the middle is taken up again', async () => {
    const before = await current();
    // What a replica leaves that dies after its first batch: a generation that is being filled, and no lease.
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
    const back = ranking.redis.multi().unlink(...(await ownKeys()));
    for (const [key, bytes] of copy) back.restore(key, 0, bytes);
    await back.exec();
    expect(await upvotes()).toBe(0);
    await waitFor(upvotes, (now) => now === 2, { timeoutMs: 15_000 });
  }, 30_000);
});
