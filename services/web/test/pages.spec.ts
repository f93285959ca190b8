import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import { pageScript } from '../src/asset/page-script.store.js';
import { ALICE, ALICES_SESSION, knowAlice } from './alice.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { listItem, rankedList } from './ranked-list.js';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

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
    expect(html).toContain('<p class="authors" dir="auto">A, B</p>');
    expect(html).toContain('Machine Learning <code>cs.LG</code>');
    expect(html).toContain('href="/papers/date/2026-11-22?category=cs.LG"');
    expect(html).toContain('2 comments');
    expect(html).toContain('action="/papers/2602.23229/upvote"');
    const ours = /<script src="\/assets\/[0-9a-f]{12}\.js" defer><\/script>/;
    const data = /<script type="application\/ld\+json">[^<]*<\/script>/;
    expect(html.replace(ours, '').replace(data, '')).not.toContain('<script');
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
    stage.ranking.on('GET /internal/lists/new', { body: rankedList([], { list: 'new' }) });
    const { headers } = await page('/papers/new');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';script-src 'self';connect-src 'self';style-src 'self';img-src 'self';font-src 'self';manifest-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    );
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('vary')).toBe('accept, cookie, accept-encoding');
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
    knowStandings(stage, { '2602.00002': { upvotes: 7, included: true, upvoted: true } });
    stage.ranking.on('GET /internal/lists/week', {
      body: rankedList([listItem('2602.00001'), listItem('2602.00002')], {
        list: 'week',
        period: '2026-W47',
      }),
    });
    const { html, headers } = await page('/papers/week', { headers: ALICES_SESSION });
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
    ['cast a moment ago, which ranking lacks', { upvoted: true, included: false }, 8],
    ['cast, which ranking has counted', { upvoted: true, included: true }, 7],
    ['taken back a moment ago, which ranking still counts', { upvoted: false, included: true }, 6],
    ['cast that does not count', { upvoted: true, included: false, counts: false }, 7],
    ['never cast', {}, 7],
  ])("show a signed-in reader's own vote in the number at once: %s", async (_, vote, shown) => {
    knowAlice(stage.catalog);
    knowStandings(stage, { '2602.00001': { upvotes: 7, ...vote } });
    stage.catalog.on('GET /internal/papers/2602.00001', { body: catalogPaper('2602.00001') });
    stage.ranking.on('GET /internal/lists/day', { body: rankedList([listItem('2602.00001')]) });
    for (const path of ['/', '/papers/2602.00001']) {
      const { html } = await page(path, { headers: ALICES_SESSION });
      expect(html).toContain(`<data value="${shown}">${shown}</data>`);
    }
    // Nobody else is shown what one reader did.
    expect((await page('/')).html).toContain('<data value="7">7</data>');
  });

  it('lead the reader back to the very address at which they voted', async () => {
    stage.ranking.on('GET /internal/lists/day', { body: rankedList([listItem('2602.00001')]) });
    expect((await page('/')).html).toContain('name="return" value="/#p-2602.00001"');
    knowAlice(stage.catalog);
    knowStandings(stage, { '2602.00001': { upvotes: 7 } });
    const signedIn = await page('/?from=mail&p=0', { headers: ALICES_SESSION });
    expect(signedIn.html).toContain('name="return" value="/?from=mail&amp;p=0#p-2602.00001"');
  });

  it('show on a closed day both what a paper finished with and its upvotes of now', async () => {
    stage.ranking.on('GET /internal/lists/day', {
      body: rankedList([listItem('2602.00001', { liveUpvotes: 2_998 })], { closed: true }),
    });
    const { html } = await page('/papers/date/2026-11-22');
    expect(html).toContain('finished with 7');
    expect(html).toContain('<data value="2998">2,998</data>');
    // The navigation marks the page that it leads to, and no day of the past.
    expect(html).not.toContain('aria-current="page"');
    expect(html).toContain('aria-label="22 November" aria-current="date"');
  });

  it('say that a newer day has begun when an earlier one is shown', async () => {
    stage.ranking.on('GET /internal/lists/day', {
      body: rankedList([listItem('2602.00001')], { newer: { period: '2026-11-23', papers: 1 } }),
    });
    const { html } = await waitFor(
      () => page('/'),
      (answer) => answer.html.includes('A newer day has begun'),
    );
    expect(html).toContain('href="/papers/date/2026-11-23"');
    expect(html).toContain('with 1 paper so far');
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
      expect(html).toContain('Upvotes: </span><data value="42">42</data>');
      expect(html).toContain('href="https://arxiv.org/abs/hep-th/9901001"');
      expect(html).toContain('Submitted by <a href="/people/ada">Ada Lindqvist</a> on 22 November');
    }
  });

  it('shows the comments on it, as the list that counts them promises', async () => {
    stage.ranking.on('GET /internal/lists/day', { body: rankedList([listItem('hep-th/9901002')]) });
    const link = '<a href="/papers/hep-th/9901002#comments">2 comments</a>';
    await waitFor(async () => (await page('/')).html.includes(link));
    stage.catalog.on('GET /internal/papers/hep-th%2F9901002', { body: catalogPaper('hep-th/9901002') });
    const comments = [
      {
        id: 'c1',
        text: 'Clean <b>& short</b>.',
        postedAt: '2026-11-22T08:00:00.000Z',
        by: { handle: 'ada', name: 'Ada Lindqvist' },
      },
      {
        id: 'c2',
        text: 'Why $2$?',
        postedAt: '2026-11-22T09:00:00.000Z',
        editedAt: '2026-11-22T10:00:00.000Z',
      },
    ];
    stage.catalog.on('GET /api/papers/hep-th%2F9901002/comments', { body: { comments } });
    stage.ranking.on('GET /internal/papers/standing', {
      body: { standings: [{ paperId: 'hep-th/9901002', upvotes: 42, comments: 2 }] },
    });
    const { html } = await page('/papers/hep-th/9901002');
    expect(html).toContain('<a href="#comments">2 comments</a>');
    expect(html).toContain('id="comments"');
    expect(html).toContain('<strong>Ada Lindqvist</strong>');
    expect(html).toContain('Clean &lt;b>&amp; short&lt;/b>.');
    expect(html).toMatch(/A former reader, <time[^>]*>22 November[^<]*<\/time>, edited/);
    expect(html).not.toContain('Older comments');
  });

  it('asks for no comments where ranking counted none', async () => {
    stage.catalog.on('GET /internal/papers/2602.00009', { body: catalogPaper('2602.00009') });
    stage.ranking.on('GET /internal/papers/standing', { body: { standings: [] } });
    const { html } = await page('/papers/2602.00009');
    expect(html).toContain('<a href="#comments">0 comments</a>');
    expect(stage.catalog.asked('GET /api/papers/2602.00009/comments')).toHaveLength(0);
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

  it('has one address, whichever version was pasted, and none with a slash at its end', async () => {
    const moved = async (path: string) => {
      const { status, headers } = await page(path);
      return [status, headers.get('location')];
    };
    expect(await moved('/papers/2605.15202v1')).toEqual([301, '/papers/2605.15202']);
    expect(await moved('/papers/hep-th/9901001v3')).toEqual([301, '/papers/hep-th/9901001']);
    expect(await moved('/papers/week/?p=1')).toEqual([301, '/papers/week?p=1']);
    expect(await moved('/api/daily_papers/')).toEqual([301, '/api/daily_papers']);
  });

  it('is gone at once when the catalog says that it is gone, on the page and in the API', async () => {
    stage.catalog.on('GET /internal/papers/2602.66666', { body: catalogPaper('2602.66666') });
    stage.ranking.on('GET /internal/papers/standing', {
      body: { standings: [{ paperId: '2602.66666', upvotes: 42, comments: 0 }] },
    });
    const paths = ['/papers/2602.66666', '/api/papers/2602.66666'];
    for (const path of paths) expect((await page(path)).status).toBe(200);
    const gone = { status: 404, body: { code: 'unknown-paper', detail: 'The catalog has no such paper.' } };
    stage.catalog.on('GET /internal/papers/2602.66666', gone);
    for (const path of paths) {
      const { headers } = await waitFor(
        () => page(path),
        ({ status }) => status === 404,
      );
      expect(headers.get('x-paperboy-stale')).toBeNull();
    }
    // An outage after that brings nothing back.
    stage.catalog.on('GET /internal/papers/2602.66666', {
      status: 503,
      body: { code: 'away', detail: 'Away.' },
    });
    for (const path of paths) expect((await page(path)).status).toBe(503);
  });

  it('says of a closed list that a vote moves it no more, and how many there are now', async () => {
    stage.catalog.on('GET /internal/papers/2602.23229', { body: catalogPaper('2602.23229') });
    stage.ranking.on('GET /api/papers/2602.23229/why?list=day', {
      body: {
        paperId: '2602.23229',
        list: 'day',
        period: '2026-11-22',
        closed: true,
        rank: 3,
        of: 60,
        upvotes: 14,
        liveUpvotes: 15,
        comments: 1,
        notCounted: [],
        order: 'Most upvotes first.',
      },
    });
    const { html } = await page('/papers/2602.23229/why?list=day');
    expect(html).toContain('It finished as number <strong>3</strong> of 60 on the list of 22 November');
    expect(html).toContain('no longer moves this list. It has 15 upvotes now.');
    expect(html).not.toContain('Every vote for it counts.');
  });

  it('is a 404 page for a paper that is not known', async () => {
    expect((await page('/papers/2602.99999')).status).toBe(404);
  });
});

describe('what pages link to', () => {
  it('is there, and kept as long as it stays the same', async () => {
    stage.ranking.on('GET /internal/lists/new', { body: rankedList([], { list: 'new' }) });
    const { html } = await page('/papers/new');
    for (const [suffix, type] of [
      ['css', 'text/css; charset=utf-8'],
      ['js', 'text/javascript; charset=utf-8'],
    ]) {
      const path = new RegExp(`"(/assets/[0-9a-f]+\\.${suffix})"`).exec(html)?.[1] ?? '';
      const { status, headers } = await page(path);
      expect([status, headers.get('content-type')]).toEqual([200, type]);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect((await page(`/assets/old.${suffix}`)).status).toBe(404);
    }
  });

  it('is a script that costs no reader more than 3 kilobytes, compressed', async () => {
    expect(pageScript.compressed?.gzip.length).toBeLessThan(3_000);
    expect(pageScript.body.toString()).not.toMatch(/^\s*\/\//m);
  });

  it('are pictures, which are drawn from a name alone', async () => {
    for (const picture of ['/favicon.svg', '/avatars/ada.svg']) {
      const { status, headers } = await page(picture);
      expect([picture, status, headers.get('content-type')]).toEqual([picture, 200, 'image/svg+xml']);
    }
    const hostile = await page('/avatars/%3Cscript%3E.svg');
    expect(hostile.html).not.toContain('<script');
    expect((await page('/robots.txt')).html).toContain('Disallow: /confirm/');
  });
});
