import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { FEED_FORMATS, FEED_TYPES } from '@paperboy/contracts';
import { FRESH_MS, MAX_AGE_SECONDS } from '../src/feed/feed-cache.store.js';
import { catalogPaper } from './catalog-paper.js';
import { faultsOf } from './feed-rules.js';
import { listItem, rankedList } from './ranked-list.js';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

const PUBLIC = 'http://papers.example';
/** A filter that no other test uses, so that none is given what another one left in the cache. */
let used = 0;
const filter = () => `submitter=s${++used}`;

function knowLists(): void {
  stage.ranking.on('GET /internal/lists/', ({ url }) => {
    const asked = new URL(url, 'http://ranking');
    const list = asked.pathname.split('/').at(-1) as 'day';
    const period = asked.searchParams.get('period');
    return {
      body: rankedList([listItem(period === null ? '2602.00001' : '2602.00002')], {
        list,
        ...(period === null ? {} : { period, previous: '2026-11-20' }),
      }),
    };
  });
}

describe('The feeds of lists', () => {
  test.each(
    (['day', 'week', 'month', 'trending', 'new'] as const).flatMap((list) =>
      FEED_FORMATS.map((format) => [list, format] as const),
    ),
  )('%s as %s is valid, whole and allowed to everyone', async (list, format) => {
    knowLists();
    const path = `/papers/${list}.${format}?category=cs.LG&submitter=${list}&min_upvotes=2`;
    const answer = await stage.fetch(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(`${FEED_TYPES[format]}; charset=utf-8`);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(faultsOf(format, await answer.text(), `${PUBLIC}${path}`)).toEqual([]);
    const [first] = stage.ranking.asked(`GET /internal/lists/${list}?`);
    expect(first?.url).toContain('category=cs.LG');
    expect(first?.url).toContain(`submitter=${list}`);
  });

  it('of a day go on with the day before, so that who asks once a day misses nothing', async () => {
    knowLists();
    const text = await (await stage.fetch(`/papers/day.json?${filter()}`)).text();
    expect(JSON.parse(text).items.map(({ url }: { url: string }) => url)).toEqual([
      `${PUBLIC}/papers/2602.00001`,
      `${PUBLIC}/papers/2602.00002`,
    ]);
  });

  it('look through more of trending for papers with enough upvotes, as far as there is more', async () => {
    stage.ranking.on('GET /internal/lists/trending', ({ url }) => {
      const p = Number(new URL(url, 'http://ranking').searchParams.get('p'));
      const item = listItem(`2602.0000${p}`, { paper: { upvotes: p } });
      return { body: rankedList([item], { list: 'trending', total: 250 }) };
    });
    const path = `/papers/trending.json?${filter()}&min_upvotes=2`;
    const { items } = JSON.parse(await (await stage.fetch(path)).text());
    expect(items).toHaveLength(1);
    expect(stage.ranking.asked('GET /internal/lists/trending')).toHaveLength(3);
  });

  it('are made once a while, and are never older than a minute', async () => {
    knowLists();
    const path = `/papers/day.rss?${filter()}`;
    const answers = await Promise.all([1, 2, 3].map(() => stage.fetch(path)));
    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(1);
    expect(stage.ranking.asked('GET /internal/lists/day')).toHaveLength(2);
    expect(answers[0]?.headers.get('cache-control')).toBe(`public, max-age=${MAX_AGE_SECONDS}`);
    expect(FRESH_MS + MAX_AGE_SECONDS * 1_000).toBeLessThanOrEqual(60_000);
  });

  it('are not kept while ranking counts anew, since papers may be missing', async () => {
    stage.ranking.on('GET /internal/lists/day', { body: rankedList([], { rebuilding: true }) });
    const { headers } = await stage.fetch(`/papers/day.rss?${filter()}`);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('x-paperboy-stale')).toBe('rebuilding');
  });

  it('answer 304 to who has them, by ETag and by date', async () => {
    knowLists();
    const path = `/papers/day.atom?${filter()}`;
    const { headers } = await stage.fetch(path);
    const etag = headers.get('etag') ?? '';
    const modified = headers.get('last-modified') ?? '';
    const status = async (sent: Record<string, string>) => {
      const answer = await stage.fetch(path, { headers: sent });
      expect((await answer.text()).length > 0).toBe(answer.status === 200);
      return answer.status;
    };
    expect(await status({ 'if-none-match': etag })).toBe(304);
    expect(await status({ 'if-modified-since': modified })).toBe(304);
    expect(await status({ 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' })).toBe(200);
    expect(await status({ 'if-modified-since': 'yesterday' })).toBe(200);
    expect(await status({ 'if-none-match': '"other"', 'if-modified-since': modified })).toBe(200);
  });

  test.each([
    ['/papers/day.xml', 400],
    ['/papers/day.rss?category=%3Cb%3E', 400],
    ['/papers/day.rss?min_upvotes=-1', 400],
    ['/papers/day.rss?min_upvotes=1&min_upvotes=2', 400],
    ['/papers/day.rss?submitter=a%20b', 400],
    ['/editions/year.rss', 400],
    ['/papers/not-an-id/comments.rss', 400],
  ])('%s is answered %i with a problem', async (path, status) => {
    const answer = await stage.fetch(path);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code: 'invalid-request' });
  });

  it('answer 503 with Retry-After while ranking is away', async () => {
    stage.ranking.on('GET /internal/lists/day', {
      status: 503,
      headers: { 'retry-after': '2' },
      body: { code: 'lists-unavailable', detail: 'Later.' },
    });
    const answer = await stage.fetch(`/papers/day.rss?${filter()}`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).not.toBeNull();
  });
});

describe('The feed of a search', () => {
  test.each(FEED_FORMATS)('as %s has the newest papers that it finds', async (format) => {
    const path = `/papers/search.${format}?q=%22votes%22+%3C%26`;
    stage.catalog.on('GET /internal/search?q=%22votes%22+%3C%26&sort=date&limit=100', {
      body: {
        q: '"votes" <&',
        asked: [],
        sort: 'date',
        total: 1,
        counted: true,
        partial: false,
        more: false,
        suggestions: [],
        numbersCurrent: true,
        hits: [
          {
            item: listItem('2602.00001'),
            title: { text: 'T', marks: [] },
            summary: { text: 'S', marks: [], excerpt: [0, 1] },
          },
        ],
      },
    });
    const text = await (await stage.fetch(path)).text();
    expect(faultsOf(format, text, `${PUBLIC}${path}`)).toEqual([]);
    expect(text).toContain('/papers/2602.00001');
  });

  it('that can not be read is a 400 that says why', async () => {
    const problem = { code: 'bad-date', detail: 'No such date at character 6.' };
    stage.catalog.on('GET /internal/search', { status: 400, body: problem });
    const answer = await stage.fetch('/papers/search.rss?q=from:x');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject(problem);
    expect((await stage.fetch('/papers/search.rss')).status).toBe(400);
  });
});

describe('The feed of the comments on a paper', () => {
  test.each(FEED_FORMATS)('as %s has the newest first', async (format) => {
    const path = `/papers/hep-th/9901001/comments.${format}`;
    stage.catalog.on('GET /internal/papers/hep-th%2F9901001', { body: catalogPaper('hep-th/9901001') });
    stage.catalog.on('GET /api/papers/hep-th%2F9901001/comments?order=newest', {
      body: {
        comments: [
          { id: 'c2', text: 'Lemma <2> & more.\n\nYes.', postedAt: '2026-11-22T10:00:00.000Z' },
          {
            id: 'c1',
            text: 'First.',
            postedAt: '2026-11-22T09:00:00.000Z',
            by: { handle: 'ada', name: 'Ada' },
          },
        ],
      },
    });
    const answer = await stage.fetch(path);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(faultsOf(format, text, `${PUBLIC}${path}`)).toEqual([]);
    expect(text.indexOf('A former reader on')).toBeGreaterThan(0);
    expect(text.indexOf('A former reader on')).toBeLessThan(text.indexOf('Ada on'));
    expect(text).toContain('<p>Lemma &lt;2&gt; &amp; more.</p>');
  });

  it('of a paper that is not known is a 404', async () => {
    stage.catalog.on('GET /internal/papers/2602.99999', {
      status: 404,
      body: { code: 'unknown-paper', detail: 'No.' },
    });
    stage.catalog.on('GET /api/papers/2602.99999/comments', { body: { comments: [] } });
    expect((await stage.fetch('/papers/2602.99999/comments.rss')).status).toBe(404);
  });
});

describe('The feed of editions', () => {
  test.each(FEED_FORMATS)(
    'as %s has one item an edition, and none for one without papers',
    async (format) => {
      const edition = (period: string, papers: number) => ({
        id: `day-${period}`,
        seq: 1,
        cadence: 'day',
        period,
        startsAt: `${period}T00:00:00.000Z`,
        endsAt: `${period}T23:00:00.000Z`,
        cutoffAt: `${period}T23:00:00.000Z`,
        closedAt: `${period}T23:01:00.000Z`,
        papers,
        upvotes: 3,
        contentDigest: 'a'.repeat(64),
        sample: false,
      });
      stage.ranking.on('GET /api/editions?', {
        body: [edition('2026-11-22', 2), edition('2026-11-21', 0)],
      });
      stage.ranking.on('GET /api/editions/day-2026-11-22/papers', {
        body: {
          edition: edition('2026-11-22', 2),
          items: [{ rank: 1, upvotes: 3, score: null, comments: 0, paper: listItem('2602.00001').paper }],
        },
      });
      const path = `/editions/day.${format}`;
      const text = await (await stage.fetch(path)).text();
      expect(faultsOf(format, text, `${PUBLIC}${path}`)).toEqual([]);
      expect(text.match(/tag:papers\.example,2026:edition\/day-2026-11-22/g)).toHaveLength(1);
      expect(text).not.toContain('2026-11-21');
      expect(text).toContain('/papers/date/2026-11-22');
      expect(text).toContain('Daily edition, 22 November 2026');
    },
  );
});

describe('The pages', () => {
  it('of lists say where their feeds are', async () => {
    knowLists();
    const html = await (await stage.fetch('/papers/week?category=cs.LG')).text();
    for (const format of FEED_FORMATS)
      expect(html).toContain(
        `<link rel="alternate" type="${FEED_TYPES[format]}" title="Papers of the week in cs.LG (${format.toUpperCase()})" href="/papers/week.${format}?category=cs.LG"/>`,
      );
  });

  it('list every feed in one place', async () => {
    const html = await (await stage.fetch('/feeds')).text();
    const paths = [...html.matchAll(/href="(\/(?:papers|editions)\/[^"]+)"/g)].map(([, path = '']) => path);
    for (const path of [
      '/papers/trending.rss',
      '/papers/new.json',
      '/editions/month.atom',
      '/papers/day.rss?category=hep-th',
    ])
      expect(paths).toContain(path);
  });
});
