import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ListAnswer, type ListItem } from '@paperboy/contracts';
import { testClock, uniqueNamespace, waitFor } from '@paperboy/testing';
import { DAY, FOUR_PAPERS } from './a-day.js';
import { paper, vote } from './paper-and-vote.js';
import { type RankingUnderTest, startRanking } from './ranking-under-test.js';

const clock = testClock('2026-11-22T12:00:00.000Z');
let ranking: RankingUnderTest;

beforeAll(async () => {
  ranking = await startRanking(uniqueNamespace(), clock);
}, 60_000);

afterAll(async () => {
  await ranking?.stop();
});

describe('the lists of ranking', () => {
  it('lists the papers of a day by upvotes, then people before the feed, then the earlier submission', async () => {
    await ranking.catalog.papers(...FOUR_PAPERS, paper('2611.00009', { submission: undefined }));
    await ranking.catalog.votes(vote('hep-th/9901001', 'ann'), vote('hep-th/9901001', 'bob'));
    await ranking.shows(DAY, ['hep-th/9901001', '2611.00003', '2611.00002', '2611.00001']);
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
    await ranking.catalog.papers(paper('hep-th/9901001', { seq: 2, authorCommented: true }));
    const { body } = await waitFor(
      () => ranking.call<ListItem[]>('GET', DAY),
      ({ body }) =>
        body[0]?.numComments === 1 &&
        body[0]?.submittedBy?.name === 'carol' &&
        body[0]?.isAuthorParticipating === true,
    );
    expect(body.slice(1).map(({ isAuthorParticipating }) => isAuthorParticipating)).not.toContain(true);
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
      thumbnail: 'http://papers.example.org/papers/hep-th/9901001/card.png',
      numComments: 1,
      submittedBy: person,
      isAuthorParticipating: true,
      sample: false,
    });
  });

  it('pages with p and limit, names the next page, and filters by category and submitter', async () => {
    const first = await ranking.call<ListItem[]>('GET', `${DAY}&limit=3`);
    expect(first.body).toHaveLength(3);
    const next = /^<(\/api\/daily_papers\?date=2026-11-22&limit=3&p=1&v=[\w-]+)>; rel="next"$/.exec(
      first.headers.get('link') ?? '',
    )?.[1];
    const last = await ranking.call<ListItem[]>('GET', next ?? '');
    expect(last.body.map(({ paper }) => paper.id)).toEqual(['2611.00001']);
    expect(last.headers.get('link')).toBeNull();
    expect((await ranking.call('GET', `${DAY}&p=99`)).body).toEqual([]);
    expect(await ranking.ids(`${DAY}&category=hep-th`)).toEqual(['2611.00003']);
    expect(await ranking.ids(`${DAY}&submitter=carol&category=cs.AI`)).toEqual([
      'hep-th/9901001',
      '2611.00002',
    ]);
    expect(await ranking.ids(`${DAY}&submitter=arxiv`)).toEqual(['2611.00001']);
    const time = encodeURIComponent('2026-11-21T23:30:00-05:00');
    expect(await ranking.ids(`/api/daily_papers?date=${time}&submitter=arxiv`)).toEqual(['2611.00001']);
    // Without a period: the person's latest papers of any day, the newest submission first.
    expect(await ranking.ids('/api/daily_papers?submitter=carol')).toEqual([
      '2611.00002',
      'hep-th/9901001',
      '2611.00003',
    ]);
    expect(await ranking.ids('/api/daily_papers?week=2026-W47&limit=1')).toEqual(['hep-th/9901001']);
    expect(await ranking.ids('/api/daily_papers?sort=trending')).toEqual(['hep-th/9901001']);
    expect(await ranking.ids('/internal/lists/new')).toContain('2611.00009');
  });

  it('tells which days of a month have papers, of the newest month unless said', async () => {
    const days = [{ day: '2026-11-22', papers: 4 }];
    expect((await ranking.call('GET', '/api/archive')).body).toEqual({ month: '2026-11', days });
    const empty = await ranking.call('GET', '/api/archive?month=2026-12');
    expect(empty.body).toEqual({ month: '2026-12', days: [], previous: '2026-11' });
    expect((await ranking.call('GET', '/api/archive?month=2026-13')).status).toBe(400);
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
    let etag = '';
    // A busy Redis may be unreachable for a moment. Then the answer is never 304.
    await waitFor(
      async () => {
        etag = (await ranking.call('GET', DAY)).headers.get('etag') ?? '';
        return (await ranking.call('GET', DAY, undefined, { 'if-none-match': etag })).status;
      },
      (status) => status === 304,
    );
    await ranking.catalog.votes(vote('2611.00002', 'ann'));
    await ranking.shows(DAY, ['hep-th/9901001', '2611.00002', '2611.00003', '2611.00001']);
    const after = await ranking.call('GET', DAY, undefined, { 'if-none-match': etag });
    expect([after.status, after.headers.get('x-paperboy-stale')]).toEqual([200, null]);
    expect(after.headers.get('etag')).not.toBe(etag);
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
    const both = await ranking.call<{ detail: string }>(
      'GET',
      '/api/daily_papers?date=2026-11-22&week=2026-W47',
    );
    expect(both.body.detail).toBe(
      'The query is not as it should be. query: expected at most one of date, week and month.',
    );
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

  it("says whether a person's vote is among the upvotes, as long as it stands and counts", async () => {
    const included = async (person: string) => {
      const path = `/internal/papers/standing?ids=2611.00003&person=${person}`;
      const { body } = await ranking.call<{ standings: unknown[] }>('GET', path);
      return body.standings;
    };
    const cast = { castAt: '2026-11-22T09:00:00.000Z' };
    const withdrawn = { ...cast, withdrawnAt: '2026-11-22T09:05:00.000Z' };
    await ranking.catalog.votes(
      vote('2611.00003', 'dan'),
      vote('2611.00003', 'eve', { seq: 2, standing: false, history: [withdrawn] }),
      vote('2611.00003', 'fay', { counts: false, reason: 'new-person-limit' }),
    );
    const stands = (upvotes: number, isIncluded: boolean) => [
      { paperId: '2611.00003', upvotes, comments: 0, included: isIncluded },
    ];
    await waitFor(
      () => included('dan'),
      (standings) => JSON.stringify(standings) === JSON.stringify(stands(1, true)),
    );
    expect(await included('eve')).toEqual(stands(1, false));
    expect(await included('fay')).toEqual(stands(1, false));
    expect(await included('nobody')).toEqual(stands(1, false));
    await ranking.catalog.votes(vote('2611.00003', 'dan', { seq: 2, standing: false, history: [withdrawn] }));
    await waitFor(
      () => included('dan'),
      (standings) => JSON.stringify(standings) === JSON.stringify(stands(0, false)),
    );
  });
});

describe('lists that are asked for without a period, as the navigation links them', () => {
  const WITHOUT = [
    '/api/daily_papers',
    '/internal/lists/day',
    '/internal/lists/week',
    '/internal/lists/month',
  ];

  it.each(WITHOUT)('show a vote at once: %s', async (path) => {
    const before = await ranking.call('GET', path);
    const voter = `voter-${WITHOUT.indexOf(path)}`;
    // Requested before the vote, so that the cache holds bytes that the vote makes outdated.
    expect(before.status).toBe(200);
    const upvotes = async () => {
      const { body } = await ranking.call<ListItem[] | ListAnswer>('GET', path);
      const items = Array.isArray(body) ? body : body.items;
      return items.find(({ paper }) => paper.id === '2611.00001')?.paper.upvotes ?? 0;
    };
    const known = await upvotes();
    await ranking.catalog.votes(vote('2611.00001', voter));
    await waitFor(upvotes, (now) => now === known + 1);
    const after = await ranking.call('GET', path);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
  });

  it('show the newest day that has a few papers, and say that a newer one has begun', async () => {
    const next = (id: string) =>
      paper(id, { submission: { by: 'carol_carol_', byKind: 'person', at: '2026-11-23T08:00:00.000Z' } });
    const shown = async () => (await ranking.call<ListAnswer>('GET', '/internal/lists/day')).body;
    await ranking.catalog.papers(next('2611.00011'));
    const few = await waitFor(shown, ({ newer }) => newer !== undefined);
    expect([few.period, few.newer]).toEqual(['2026-11-22', { period: '2026-11-23', papers: 1 }]);
    expect(await ranking.ids('/api/daily_papers')).toContain('2611.00001');
    const week = (await ranking.call<ListAnswer>('GET', '/internal/lists/week')).body;
    expect([week.period, week.newer]).toEqual(['2026-W48', undefined]);

    await ranking.catalog.papers(next('2611.00012'), next('2611.00013'));
    const enough = await waitFor(shown, ({ period }) => period === '2026-11-23');
    expect(enough.newer).toBeUndefined();
    expect(enough.total).toBe(3);
  });
});
