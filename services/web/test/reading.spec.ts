import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ListAnswer } from '@paperboy/contracts';
import { catalogPaper } from './catalog-paper.js';
import { listItem, rankedList } from './ranked-list.js';
import { type Stage, setStage } from './stage.server.js';

const PATIENT_MS = 60_000;
const PUBLIC = 'http://papers.example';
const PAPER = '2602.00001';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
}, PATIENT_MS);
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

const know = (over: Parameters<typeof catalogPaper>[1] = {}, id = PAPER) => {
  stage.catalog.on(`GET /internal/papers/${encodeURIComponent(id)}`, { body: catalogPaper(id, over) });
  stage.ranking.on('GET /internal/papers/standing', { body: { standings: [] } });
};
const text = async (path: string) => (await stage.fetch(path)).text();

describe('What can be read of a paper', () => {
  it(
    'has a picture that is drawn once, open to other sites, and 304 for who has it',
    async () => {
      know();
      const answer = await stage.fetch(`/papers/${PAPER}/card.png`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
      const png = Buffer.from(await answer.arrayBuffer());
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1_200, 648]);
      const etag = answer.headers.get('etag') ?? '';
      const again = await stage.fetch(`/papers/${PAPER}/card.png`, { headers: { 'if-none-match': etag } });
      expect(again.status).toBe(304);
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    },
    PATIENT_MS,
  );

  it(
    'has a picture and a citation under an old id as well, and none for what is unknown',
    async () => {
      know({}, 'hep-th/9901001');
      expect((await stage.fetch('/papers/hep-th/9901001/card.png')).status).toBe(200);
      expect(await text('/papers/hep-th/9901001/cite.bib')).toContain('eprint = {hep-th/9901001}');
      expect((await stage.fetch('/papers/2602.09999/card.png')).status).toBe(404);
      expect((await stage.fetch('/papers/2602.09999/cite.ris')).status).toBe(404);
      expect((await stage.fetch(`/papers/${PAPER}/cite.doc`)).status).toBeLessThan(500);
    },
    PATIENT_MS,
  );

  it(
    'tells other sites and search engines of its picture, address and authors, whatever its title is',
    async () => {
      know({ title: 'A </script><script>alert(1)</script> title' });
      const page = await text(`/papers/${PAPER}`);
      expect(page).toContain(`<meta property="og:image" content="${PUBLIC}/papers/${PAPER}/card.png"/>`);
      expect(page).toContain(`<link rel="canonical" href="${PUBLIC}/papers/${PAPER}"/>`);
      const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page) ?? [];
      expect(JSON.parse(json)).toMatchObject({
        '@type': 'ScholarlyArticle',
        headline: 'A </script><script>alert(1)</script> title',
        author: [{ name: 'Zoë Zimmer' }],
        sameAs: [`https://arxiv.org/abs/${PAPER}`],
      });
      expect(page).toContain('@misc{zimmer2026');
      expect(page).toContain(`href="/papers/${PAPER}/comments.atom"`);
      expect(page).toContain('href="/people/ada"');
    },
    PATIENT_MS,
  );
});

describe('A list', () => {
  const pagesOf = (over: Partial<ListAnswer>) => {
    const items = [listItem(PAPER, { paper: { title: 'A </script><script>alert(1)</script>' } })];
    stage.ranking.on('GET /internal/lists/trending', {
      body: rankedList(items, { list: 'trending', total: 120, ...over }),
    });
  };

  it('leads to its other pages in one order, and says when that is not known any more', async () => {
    pagesOf({ v: 'order-1' });
    expect(await text('/papers/trending')).toContain('href="/papers/trending?p=1&amp;v=order-1"');
    const second = await text('/papers/trending?p=1&v=order-1');
    expect(stage.ranking.asked('GET /internal/lists/trending?p=1').at(-1)?.url).toContain('v=order-1');
    expect(second).toContain('href="/papers/trending?v=order-1"');
    expect(second).toContain('href="/papers/trending?p=2&amp;v=order-1"');
    expect(second).toContain(`<link rel="canonical" href="${PUBLIC}/papers/trending?p=1"/>`);
    expect(second).not.toContain('The order has changed since the page before');
    pagesOf({ v: 'order-2', orderLost: true });
    expect(await text('/papers/trending?p=1&v=order-0')).toContain(
      'The order has changed since the page before',
    );
    await text('/papers/trending?p=1&v=%3Cb%3E');
    expect(stage.ranking.asked('GET /internal/lists/trending?p=1').at(-1)?.url).not.toContain('v=');
  });

  it('tells search engines its papers in their order, whatever their titles are', async () => {
    pagesOf({});
    const [, json = ''] =
      /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(await text('/papers/trending?p=1')) ?? [];
    expect(JSON.parse(json)).toMatchObject({
      '@type': 'ItemList',
      numberOfItems: 120,
      itemListElement: [
        { position: 51, url: `${PUBLIC}/papers/${PAPER}`, name: 'A </script><script>alert(1)</script>' },
      ],
    });
  });
});

describe('The ways through the publication', () => {
  it(
    'lead through the archive, a month at a time',
    async () => {
      const body = { month: '2026-11', days: [{ day: '2026-11-22', papers: 12 }], previous: '2026-10' };
      stage.ranking.on('GET /api/archive', { body });
      const page = await text('/archive');
      expect(page).toContain('href="/papers/date/2026-11-22" aria-label="22 November');
      expect(page).toContain('href="/archive?month=2026-10"');
      await text('/archive?month=2026-10');
      expect(stage.ranking.asked('GET /api/archive?month=2026-10')).toHaveLength(1);
      expect((await stage.fetch('/archive?month=2026-13')).status).toBe(404);
      expect((await stage.fetch('/archive?month=a&month=b')).status).toBe(404);
    },
    PATIENT_MS,
  );

  it('has people with what they said, also where they submitted nothing', async () => {
    stage.ranking.on('GET /internal/lists/new', { body: rankedList([]) });
    stage.catalog.on('GET /api/people/bo', {
      body: {
        handle: 'bo',
        name: 'Bo <b>',
        since: '2026-11-01',
        comments: [
          {
            id: 'c1',
            text: 'It is *so*.',
            postedAt: '2026-11-22T08:00:00.000Z',
            paper: { id: PAPER, title: 'On $x^2$' },
          },
        ],
      },
    });
    const page = await text('/people/bo');
    expect(page).toContain('<h1>Bo &lt;b></h1>');
    expect(page).toContain('here since 1 November');
    expect(page).toContain(`href="/papers/${PAPER}#comment-c1"`);
    expect(page).toContain('It is <em>so</em>.');
  });

  it(
    'lead to a person with the papers submitted lately, and to nobody who has submitted none',
    async () => {
      stage.ranking.on('GET /internal/lists/new?', ({ url }) => ({
        body: rankedList(url.includes('submitter=ada') ? [listItem(PAPER)] : [], { list: 'new' }),
      }));
      const page = await text('/people/ada');
      expect(page).toContain('<h1>Ada Lindqvist</h1>');
      expect(page).toContain('href="/papers/new.rss?submitter=ada"');
      for (const path of ['/people/nobody', '/people/a%7Cb', '/people/ada?p=x'])
        expect([path, (await stage.fetch(path)).status]).toEqual([path, 404]);
    },
    PATIENT_MS,
  );

  it(
    'lead to every category, with numbers as long as the search can count',
    async () => {
      const categories = [
        { category: 'cs.LG', papers: 12_345 },
        { category: 'lab.internal', papers: 1 },
      ];
      stage.catalog.on('GET /api/categories', { body: { papers: 12_346, categories } });
      const page = await text('/categories');
      expect(page).toMatch(/Machine Learning<\/a> <code>cs\.LG<\/code> <span class="fine">12,345</);
      expect(page).toContain('12,346 papers');
      expect(page).toContain('href="/papers/trending?category=lab.internal"');
      stage.forget();
      stage.catalog.on('GET /api/categories', { status: 503, body: { code: 'search-building' } });
      expect(await text('/categories')).toContain('Machine Learning');
      const to = await stage.fetch('/categories/cs.LG');
      expect([to.status, to.headers.get('location')]).toEqual([302, '/papers/trending?category=cs.LG']);
      expect((await stage.fetch('/categories/%3Cb%3E')).status).toBe(404);
    },
    PATIENT_MS,
  );

  it(
    'are told to search engines: the pages, and all papers of the catalog, a file for each month',
    async () => {
      expect(await text('/robots.txt')).toContain(`Sitemap: ${PUBLIC}/sitemap.xml`);
      stage.catalog.on('GET /internal/papers/months', {
        body: { months: [{ month: '2026-11', papers: 50_001 }] },
      });
      const index = await text('/sitemap.xml');
      expect(index.match(/<loc>[^<]*<\/loc>/g)).toEqual(
        ['pages', '2026-11', '2026-11-2'].map((name) => `<loc>${PUBLIC}/sitemap/${name}.xml</loc>`),
      );
      // Ten pages of 5,000 are the first file, and the one paper behind them the second.
      stage.catalog.on('GET /internal/papers/months/2026-11', ({ url }) => {
        const page = Number(/after=(\d+)/.exec(url)?.[1] ?? 0);
        const ids = Array.from({ length: page < 10 ? 5_000 : 1 }, (_, at) => `2611.${page}${10_000 + at}`);
        return { body: page < 10 ? { ids, next: `${page + 1}` } : { ids: ['hep-th/9901001'] } };
      });
      const first = (await text('/sitemap/2026-11.xml')).match(/<loc>[^<]*<\/loc>/g);
      expect([first?.length, new Set(first).size]).toEqual([50_000, 50_000]);
      expect((await text('/sitemap/2026-11-2.xml')).match(/<loc>[^<]*<\/loc>/g)).toEqual([
        `<loc>${PUBLIC}/papers/hep-th/9901001</loc>`,
      ]);
      expect((await stage.fetch('/sitemap/2026-13.xml')).status).toBe(404);
      expect(await text('/sitemap/pages.xml')).toContain(`<loc>${PUBLIC}/archive</loc>`);
    },
    PATIENT_MS,
  );

  it('stand in the foot of every page', async () => {
    const page = await text('/about');
    for (const path of ['/archive', '/categories', '/feeds', '/api/docs'])
      expect(page).toContain(`href="${path}"`);
  });
});
