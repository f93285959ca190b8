import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALICES_SESSION, knowAlice } from './alice.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { FROM_OWN_ORIGIN } from './own-page.js';
import { listItem, rankedList } from './ranked-list.js';
import { type Stage, setStageWithoutWriteLimits } from './stage.server.js';

const PAPER = '2602.00001';
const OTHER = '2602.00002';
const SECRET = `pbf_${'a'.repeat(43)}`;
const FEED = {
  madeAt: '2026-11-22T10:00:00.000Z',
  rss: `http://papers.example/feeds/saved/${SECRET}.rss`,
  atom: `http://papers.example/feeds/saved/${SECRET}.atom`,
  json: `http://papers.example/feeds/saved/${SECRET}.json`,
};
const saved = { ...listItem(PAPER), savedAt: '2026-11-22T09:00:00.000Z' };

describe('what a person keeps', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStageWithoutWriteLimits();
  });
  afterAll(() => stage?.stop());
  beforeEach(() => {
    stage.forget();
    knowStandings(stage, { [PAPER]: { upvotes: 1 }, [OTHER]: { upvotes: 1 } });
    stage.catalog.on('GET /internal/papers/', { body: catalogPaper(PAPER) });
    stage.catalog.on('GET /api/saved?', { body: { total: 1, papers: [saved] } });
    stage.catalog.on('GET /api/saved/feed', { body: {} });
  });

  const read = async (path: string, headers: Record<string, string> = ALICES_SESSION) => {
    const answer = await stage.fetch(path, { headers });
    return { status: answer.status, html: await answer.text(), headers: answer.headers };
  };
  const press = async (
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = ALICES_SESSION,
  ) => {
    const answer = await stage.sendForm(path, fields, { ...headers, ...FROM_OWN_ORIGIN });
    return [answer.status, answer.headers.get('location')];
  };

  it.each([
    [`/papers/${PAPER}/save`, `POST /api/papers/${PAPER}/save`],
    [`/papers/${PAPER}/save/undo`, `DELETE /api/papers/${PAPER}/save`],
    [`/papers/${PAPER}/not-for-me`, `POST /api/papers/${PAPER}/not-for-me`],
    [`/papers/${PAPER}/not-for-me/undo`, `DELETE /api/papers/${PAPER}/not-for-me`],
  ])('%s is a button that leads back', async (path, asked) => {
    knowAlice(stage.catalog);
    stage.catalog.on(asked, { body: { paperId: PAPER, saved: true, notForMe: false } });
    expect(await press(path, { return: '/papers/week#p-1' })).toEqual([303, '/papers/week#p-1']);
    expect(await press(path, { return: 'https://evil.example' })).toEqual([303, '/']);
    expect(stage.catalog.asked(asked)[0]?.caller).toMatchObject({ id: 'alice-id-001' });
  });

  it('needs an account: whoever is not signed in is led there, and nothing is changed', async () => {
    expect(await press(`/papers/${PAPER}/save`, {}, {})).toEqual([303, '/sign-in']);
    expect((await read('/saved', {})).headers.get('location')).toBe('/sign-in');
    expect((await read('/saved.bib', {})).status).toBe(401);
    expect(stage.catalog.received.filter(({ url }) => url.startsWith('/api/'))).toEqual([]);
  });

  it('shows on the page of the paper, with the way to change it', async () => {
    knowAlice(stage.catalog);
    expect((await read(`/papers/${PAPER}`, {})).html).toContain('Save for later');
    expect((await read(`/papers/${PAPER}`)).html).toContain(`action="/papers/${PAPER}/save"`);
    stage.catalog.on('POST /internal/shelf/standing', { body: { saved: [PAPER], notForMe: [PAPER] } });
    const { html } = await read(`/papers/${PAPER}`);
    expect(html).toContain(`action="/papers/${PAPER}/save/undo"`);
    expect(html).toContain('Show it again on my lists');
  });

  it('leaves one line on lists in the place of what was put away, with its undo, for this reader alone', async () => {
    knowAlice(stage.catalog);
    stage.ranking.on('GET /internal/lists/', { body: rankedList([listItem(PAPER), listItem(OTHER)]) });
    stage.catalog.on('POST /internal/shelf/standing', { body: { saved: [], notForMe: [PAPER] } });
    const { html } = await read('/');
    expect(html).toMatch(/Not for you:/);
    expect(html).toContain(`action="/papers/${PAPER}/not-for-me/undo"`);
    expect(html).not.toContain(`data-paper="${PAPER}"`);
    expect(html).toMatch(new RegExp(`data-paper="${OTHER}".*<p class="rank">2</p>`, 's'));
    expect((await read('/', {})).html).toContain(`data-paper="${PAPER}"`);
  });

  it('is a page of its own, which is nobody else’s', async () => {
    knowAlice(stage.catalog);
    const { html, headers } = await read('/saved');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(html).toContain('1 paper. Nobody but you sees them.');
    expect(html).toContain(`data-paper="${PAPER}"`);
    expect(html).toContain('Make the feed');
    stage.catalog.on('GET /api/saved/feed', { body: { feed: FEED } });
    expect((await read('/saved')).html).toContain(FEED.atom);
    stage.catalog.on('GET /api/saved?', { body: { total: 0, papers: [] } });
    expect((await read('/saved')).html).toContain('Press “Save for later”');
  });

  it('is a file for BibTeX in which no two papers have the same key', async () => {
    knowAlice(stage.catalog);
    stage.catalog.on('GET /internal/saved/papers', {
      body: { papers: [catalogPaper(PAPER), catalogPaper(OTHER)] },
    });
    const { html, headers } = await read('/saved.bib');
    expect(headers.get('content-type')).toContain('application/x-bibtex');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(html.match(/^@misc\{.*$/gm)).toEqual(['@misc{zimmer2026counting,', '@misc{zimmer2026counting-2,']);
  });

  it('is a feed at a secret address, which is made and ended', async () => {
    knowAlice(stage.catalog);
    stage.catalog.on('POST /api/saved/feed', { status: 201, body: { feed: FEED } });
    stage.catalog.on('DELETE /api/saved/feed', { status: 204 });
    stage.catalog.on('POST /internal/saved/feed', ({ body }) =>
      (body as { secret: string }).secret === SECRET
        ? { body: { papers: [saved] } }
        : { status: 404, body: { code: 'unknown-feed', detail: '-' } },
    );
    expect(await press('/saved/feed', {})).toEqual([303, '/saved#feed']);
    expect(await press('/saved/feed/end', {})).toEqual([303, '/saved#feed']);
    const { status, html, headers } = await read(`/feeds/saved/${SECRET}.json`, {});
    expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
    expect(JSON.parse(html)).toMatchObject({
      title: 'Paperboy: Saved papers',
      items: [{ id: `tag:papers.example,2026:paper/${PAPER}`, date_published: saved.savedAt }],
    });
    const known = { 'if-none-match': headers.get('etag') as string };
    expect((await read(`/feeds/saved/${SECRET}.json`, known)).status).toBe(304);
    expect((await read(`/feeds/saved/pbf_${'b'.repeat(43)}.rss`, {})).status).toBe(404);
    expect((await read('/feeds/saved/guess.rss', {})).status).toBe(400);
  });
});
