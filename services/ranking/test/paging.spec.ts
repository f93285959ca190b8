import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ListAnswer, type ListItem, topics } from '@paperboy/contracts';
import { testClock, uniqueNamespace, waitFor } from '@paperboy/testing';
import { DAY } from './a-day.js';
import { paper, vote } from './paper-and-vote.js';
import { type Answer, type RankingUnderTest, startRanking } from './ranking-under-test.js';

const PAPERS = 23;
const clock = testClock('2026-11-22T12:00:00.000Z');
const ids = Array.from({ length: PAPERS }, (_, at) => `2611.${String(at + 100).padStart(5, '0')}`);
let ranking: RankingUnderTest;
let people = 0;

const itemsOf = (body: ListItem[] | { items: ListItem[] }) => (Array.isArray(body) ? body : body.items);

/** Casts votes for a paper, and waits until the list of the day shows them. */
async function upvote(id: string, votes = 1): Promise<void> {
  const numberOf = async () => {
    const { body } = await ranking.call<ListItem[]>('GET', `${DAY}&limit=100`);
    return body.find((item) => item.paper.id === id)?.paper.upvotes ?? 0;
  };
  const wanted = (await numberOf()) + votes;
  await ranking.catalog.votes(...Array.from({ length: votes }, () => vote(id, `person-${people++}`)));
  await waitFor(numberOf, (now) => now === wanted);
}

/** The ids that a reader gets who follows `Link` to the end. `between` runs after each page. */
async function followed(path: string, between: () => Promise<void>): Promise<string[]> {
  const shown: string[] = [];
  for (let at: string | undefined = path; at !== undefined; ) {
    const { status, headers, body }: Answer<ListItem[]> = await ranking.call('GET', at);
    expect([status, headers.get('x-list-order')]).toEqual([200, null]);
    shown.push(...itemsOf(body).map(({ paper }) => paper.id));
    await between();
    at = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
  }
  return shown;
}

beforeAll(async () => {
  ranking = await startRanking(uniqueNamespace(), clock);
  await ranking.catalog.papers(...ids.map((id) => paper(id)));
  await waitFor(
    () => ranking.ids(`${DAY}&limit=100`),
    (listed) => listed.length === PAPERS,
  );
  for (const id of ids.slice(0, 3)) await upvote(id);
}, 120_000);

afterAll(async () => {
  await ranking?.stop();
});

describe('paging through a list that moves', () => {
  it.each([
    `${DAY}&limit=8`,
    '/api/daily_papers?limit=9',
    `${DAY}&limit=8&category=cs.LG`,
    `${DAY}&limit=9&sort=publishedAt`,
    `${DAY}&limit=9&submitter=carol_carol_&category=cs.AI`,
    '/internal/lists/new?limit=9',
  ])('shows each paper once on %s', async (path) => {
    const shown = await followed(path, async () => {
      // The last one becomes the first: it passes the page that the reader is about to ask for.
      const listed = (await ranking.call<ListItem[]>('GET', `${DAY}&limit=100`)).body;
      await upvote(listed.at(-1)?.paper.id ?? '', (listed[0]?.paper.upvotes ?? 0) + 1);
    });
    expect(shown.toSorted()).toEqual(ids);
  });

  it('shows each paper once on trending, where a vote brings a paper onto the list', async () => {
    const before = await ranking.ids('/internal/lists/trending?limit=100');
    const shown = await followed('/internal/lists/trending?limit=3', () => upvote(before.at(-1) ?? ''));
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown).toEqual(expect.arrayContaining(before));
  });

  it('shows the numbers of now in the order of before', async () => {
    const first = await ranking.call<ListAnswer>('GET', '/internal/lists/day?period=2026-11-22&limit=5');
    const { v } = first.body;
    const second = `/internal/lists/day?period=2026-11-22&limit=5&p=1&v=${v}`;
    const before = await ranking.call<ListAnswer>('GET', second);
    const chosen = before.body.items.at(-1);
    await upvote(chosen?.paper.id ?? '');
    // A list that was read a moment ago may be given once more.
    const after = await waitFor(
      () => ranking.call<ListAnswer>('GET', second),
      ({ body }) => body.items.at(-1)?.paper.upvotes === (chosen?.paper.upvotes ?? 0) + 1,
    );
    expect(after.body.v).toBe(v);
    expect(after.body.items.map(({ paper }) => paper.id)).toEqual(
      before.body.items.map(({ paper }) => paper.id),
    );
  });

  it('answers in the order of now, and says so, when the order asked for is not known any more', async () => {
    const first = await ranking.call<ListItem[]>('GET', `${DAY}&limit=5`);
    const next = /<(.+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    await ranking.redis.del(await ranking.redis.keys(`${ranking.root}order:*`));
    await upvote(ids[0] ?? '');
    const lost = await ranking.call<ListItem[]>('GET', next);
    expect([lost.status, lost.headers.get('x-list-order')]).toEqual([200, 'lost']);
    expect(lost.body.map(({ paper }) => paper.id)).toEqual(
      (await ranking.ids(`${DAY}&limit=100`)).slice(5, 10),
    );
    const further = /<(.+)>/.exec(lost.headers.get('link') ?? '')?.[1] ?? '';
    expect((await ranking.call('GET', further)).headers.get('x-list-order')).toBeNull();
    const { body } = await ranking.call<ListAnswer>('GET', '/internal/lists/day?v=none&p=1&limit=5');
    expect(body.orderLost).toBe(true);
  });

  it('leaves out a paper that has left the list, and goes on behind it', async () => {
    const first = await ranking.call<ListItem[]>('GET', `${DAY}&limit=4`);
    const next = /<(.+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = (await ranking.call<ListItem[]>('GET', next)).body.map(({ paper }) => paper.id);
    const gone = second[1] ?? '';
    await ranking.catalog.tombstones(topics.papers, gone);
    const left = second.filter((id) => id !== gone);
    await ranking.shows(next, left);
    expect((await ranking.call('GET', next)).headers.get('link')).toContain('p=2');
  });
});
