import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import {
  ALICE,
  catalogPaper,
  knowAlice,
  listItem,
  rankedList,
  type Stage,
  setStage,
} from './fake-services.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

const cookie = { cookie: 'paperboy_session=pbs_alice' };

async function page(
  path: string,
  init?: RequestInit,
): Promise<{ status: number; html: string; headers: Headers }> {
  const answer = await stage.fetch(path, init);
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
}

describe('the pages of lists', () => {
  it('show the newest day at home: the form, who curates, the days around, and the cards', async () => {
    stage.ranking.on('GET /internal/lists/day', {
      headers: { etag: '"v1"' },
      body: rankedList([listItem('2602.23229')]),
    });
    const { status, html, headers } = await page('/?category=');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).toContain('Get trending papers in your email inbox');
    expect(html).toContain('by Ada Lindqvist and the community');
    expect(html).toContain('href="/papers/date/2026-11-21"');
    expect(html).toContain('An O(n) bound &amp; more');
    expect(html).toContain('We show &lt;b>something&lt;/b> new.');
    expect(html).toContain('2 authors');
    expect(html).toContain('2 comments');
    expect(html).toContain('action="/papers/2602.23229/upvote"');
    expect(html).not.toContain('<script');
    expect(html).not.toMatch(/\sstyle=/);
    expect(stage.ranking.asked('GET /internal/lists/day?p=0&limit=50')).toHaveLength(1);
  });

  it('are asked for again with the version that is known, and answered 304 to who has them', async () => {
    let version = 1;
    stage.ranking.on('GET /internal/lists/trending', ({ headers }) =>
      headers['if-none-match'] === `"v${version}"`
        ? { status: 304 }
        : {
            headers: { etag: `"v${version}"` },
            body: rankedList([listItem('2602.00001', { numComments: version })], {
              list: 'trending',
              period: null,
            }),
          },
    );
    const first = await page('/papers/trending');
    const etag = first.headers.get('etag') ?? '';
    expect((await page('/papers/trending', { headers: { 'if-none-match': etag } })).status).toBe(304);
    version = 9;
    await waitFor(async () => (await page('/papers/trending')).html.includes('9 comments'));
  });

  it('carry headers that let nothing foreign in', async () => {
    stage.ranking.on('GET /internal/lists/new', { body: rankedList([], { list: 'new', period: null }) });
    const { headers } = await page('/papers/new');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';style-src 'self';img-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    );
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('vary')).toBe('cookie');
  });

  it('say so when papers are a sample, numbers are being counted anew, and a day is empty', async () => {
    stage.ranking.on('GET /internal/lists/day?p=0&limit=50&period=2026-11-20', {
      body: rankedList([listItem('2600.00001', { sample: true })], { rebuilding: true }),
    });
    stage.ranking.on('GET /internal/lists/day?p=0&limit=50&period=2026-11-19', {
      body: rankedList([], { period: '2026-11-19', previous: '2026-11-18' }),
    });
    const sample = await page('/papers/date/2026-11-20');
    expect(sample.html).toContain('npx paperboy sample remove');
    expect(sample.html).toContain('counted anew');
    const empty = await page('/papers/date/2026-11-19');
    expect(empty.status).toBe(200);
    expect(empty.html).toContain('Nobody submitted a paper on this day.');
    expect(empty.html).toContain('href="/papers/date/2026-11-18"');
  });

  it('show a signed-in reader which papers have their upvote, and are kept for nobody else', async () => {
    knowAlice(stage.catalog);
    stage.catalog.on('POST /internal/votes/standing', { body: { upvoted: ['2602.00002'] } });
    stage.ranking.on('GET /internal/lists/week', {
      body: rankedList([listItem('2602.00001'), listItem('2602.00002')], {
        list: 'week',
        period: '2026-W47',
      }),
    });
    const { html, headers } = await page('/papers/week', { headers: cookie });
    expect(html).toContain('Alice Adler');
    expect(html).toContain('action="/papers/2602.00001/upvote"');
    expect(html).toContain('action="/papers/2602.00002/upvote/withdraw"');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(stage.catalog.asked('POST /internal/votes/standing')[0]?.caller).toMatchObject({
      kind: 'person',
      ...ALICE,
    });
    expect((await page('/papers/week')).html).not.toContain('Alice Adler');
  });

  test.each([
    ['/papers/date/2026-02-30', 404],
    ['/papers/week/2026-W60', 404],
    ['/papers/nonsense', 404],
    ['/no/such/page', 404],
    ['/papers/trending?p=-1', 400],
    ['/papers/trending?category=%3Cscript%3E', 400],
  ])('answer %s with a page and %i', async (path, status) => {
    const found = await page(path);
    expect(found.status).toBe(status);
    expect(found.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(found.html).toContain('<h1>');
    expect(found.headers.get('x-error-code')).toBeTruthy();
  });

  it('say when to come back while ranking is away and nothing is known', async () => {
    stage.ranking.on('GET /internal/lists/month', {
      status: 503,
      headers: { 'retry-after': '7' },
      body: { code: 'redis-away', detail: 'The lists are away.' },
    });
    const { status, headers, html } = await page('/papers/month/2026-10');
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('7');
    expect(html).toContain('Back in a moment');
  });
});

describe('the page of a paper', () => {
  it('shows the paper with the numbers that ranking counted', async () => {
    stage.catalog.on('GET /internal/papers/hep-th%2F9901001', { body: catalogPaper('hep-th/9901001') });
    stage.ranking.on('GET /internal/papers/standing?ids=hep-th%2F9901001', {
      body: { standings: [{ paperId: 'hep-th/9901001', upvotes: 42, comments: 0 }] },
    });
    for (const path of ['/papers/hep-th/9901001', '/papers/hep-th%2F9901001']) {
      const { status, html } = await page(path);
      expect(status).toBe(200);
      expect(html).toContain('Counting votes exactly once');
      expect(html).toContain('Zoë Zimmer');
      expect(html).toContain('42 upvotes');
      expect(html).toContain('href="https://arxiv.org/abs/hep-th/9901001"');
      expect(html).toContain('Submitted by Ada Lindqvist on 22 November');
    }
  });

  it('has a page that says in words why it stands where it stands', async () => {
    stage.catalog.on('GET /internal/papers/2602.23229', { body: catalogPaper('2602.23229') });
    stage.ranking.on('GET /api/papers/2602.23229/why?list=trending', {
      body: {
        paperId: '2602.23229',
        list: 'trending',
        closed: false,
        rank: 3,
        of: 60,
        upvotes: 42,
        comments: 1,
        notCounted: [{ reason: 'new-person-limit', votes: 2 }],
        order: 'Each vote weighs half of what it did once a half-life has passed.',
        trending: {
          halfLifeHours: 24,
          commentWeight: 0.5,
          terms: [{ at: '2026-11-22T08:15:00.000Z', votes: 12, comments: 1, weight: 12.5 }],
          furtherTerms: 4,
          weight: 41.0372,
          score: 20781.25,
        },
        oneMoreVote: { rank: 2, gained: 1 },
      },
    });
    const { status, html } = await page('/papers/2602.23229/why');
    expect(status).toBe(200);
    expect(html).toContain('It is number <strong>3</strong> of 60 on the list of Trending');
    expect(html).toContain('with 42 upvotes that count and 1 comment.');
    expect(html).toContain('2026-11-22 08:15');
    expect(html).toContain('<td>12.500</td>');
    expect(html).toContain('<td>41.037</td>');
    expect(html).toContain('2, cast by people who joined less than a day ago');
    expect(html).toContain('One more vote now would make it number 2.');
    expect((await page('/papers/2602.23229/why?list=secret')).status).toBe(400);
  });

  it('is a 404 page for a paper that is not known', async () => {
    expect((await page('/papers/2602.99999')).status).toBe(404);
  });
});

describe('what pages link to', () => {
  it('is there, and kept as long as it stays the same', async () => {
    stage.ranking.on('GET /internal/lists/new', { body: rankedList([], { list: 'new', period: null }) });
    const path = /href="(\/assets\/[0-9a-f]+\.css)"/.exec((await page('/papers/new')).html)?.[1] ?? '';
    const sheet = await page(path);
    expect(sheet.status).toBe(200);
    expect(sheet.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await page('/assets/old.css')).status).toBe(404);
    for (const picture of [
      '/favicon.svg',
      '/avatars/ada.svg',
      '/thumbnails/2602.23229.svg',
      '/thumbnails/hep-th%2F9901001.svg',
    ]) {
      const { status, headers } = await page(picture);
      expect([picture, status, headers.get('content-type')]).toEqual([picture, 200, 'image/svg+xml']);
    }
    const hostile = await page('/avatars/%3Cscript%3E.svg');
    expect(hostile.html).not.toContain('<script');
    expect((await page('/robots.txt')).html).toContain('Disallow: /confirm/');
  });
});
