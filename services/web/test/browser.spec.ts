import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LISTS } from '@paperboy/contracts';
import { findBrowser } from '@paperboy/testing';
import type { Browser, Page } from 'playwright-core';
import { knowAlice } from './alice.js';
import { launchBrowser } from './browser.js';
import { catalogPaper } from './catalog-paper.js';
import { overreaching } from './fitting.js';
import { listedPerson, listItem, rankedList } from './ranked-list.js';
import { type Stage, setStage } from './stage.server.js';

const program = findBrowser();
if (program === undefined)
  console.warn('Skipped: there is no chromium on the PATH, so no page is looked at in a browser.');

const WIDTHS = [320, 360, 390, 768, 1600];
const LONG =
  'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz: $\\sum_{i=1}^{n} a_i x_i + b_i y_i \\le \\sqrt{c_1 + c_2 + c_3 + c_4 + c_5 + c_6 + c_7}$ and https://example.org/a/path/without/any/place/to/break/at/all';
const PAGES = [
  '/',
  '/papers/date/2026-11-21',
  '/papers/week',
  '/papers/trending',
  '/papers/2602.00001',
  '/papers/2602.00001/why',
  '/subscribe',
  '/sign-in',
  '/sign-in/token',
  '/confirm/token',
  '/nothing/here',
];

(program === undefined ? describe.skip : describe)('pages in a browser', () => {
  let stage: Stage;
  let browser: Browser;

  beforeAll(async () => {
    stage = await setStage();
    answer(stage);
    browser = await launchBrowser(program as string);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  }, 60_000);

  async function open(
    path: string,
    width: number,
    look: { dark?: boolean; textPercent?: number } = {},
  ): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      screen: { width, height: 800 },
      isMobile: width < 600,
      colorScheme: look.dark ? 'dark' : 'light',
    });
    const page = await context.newPage();
    await page.goto(`${stage.url}${path}`, { timeout: 60_000 });
    if (look.textPercent !== undefined) {
      // A style sheet of the page's own origin rules would be refused; the root's size is what the setting changes.
      await page.evaluate((percent) => {
        document.documentElement.style.fontSize = `${percent}%`;
      }, look.textPercent);
    }
    return page;
  }

  async function over(path: string, width: number, look?: Parameters<typeof open>[2]): Promise<unknown[]> {
    const page = await open(path, width, look);
    try {
      return (await overreaching(page)).map((found) => ({ path, width, ...found }));
    } finally {
      await page.context().close();
    }
  }

  it.each(WIDTHS)(
    'reach beyond no side of a screen of %d px',
    async (width) => {
      for (const path of PAGES) expect(await over(path, width)).toEqual([]);
    },
    180_000,
  );

  it('fit a dark phone, and one whose text is twice as large', async () => {
    for (const path of PAGES.slice(0, 6)) {
      expect(await over(path, 360, { dark: true })).toEqual([]);
      expect(await over(path, 360, { textPercent: 200 })).toEqual([]);
    }
  }, 180_000);

  it.each(['/', '/papers/2602.00001', '/papers/2602.00001/why'])(
    'are on paper what is read, with its address: %s',
    async (path) => {
      const page = await open(path, 720, { dark: true });
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const seen = await page.locator('body').innerText();
      expect(seen).toContain('http://papers.example/papers/');
      for (const link of ['Sign in', 'Subscribe', 'Today', 'Why is it where it is?'])
        expect(seen).not.toContain(link);
      // Names that are folded on the screen.
      if (path.endsWith('00001')) expect(seen).toContain('Wolfeschlegelsteinhausenbergerdorff 29');
      const ink = await page.locator('h1').evaluate((element) => getComputedStyle(element).color);
      expect(ink).toBe('rgb(0, 0, 0)');
      const cut = await page
        .locator('.abstract')
        .evaluateAll((all) => all.filter((each) => each.scrollHeight > each.clientHeight).length);
      expect(cut).toBe(0);
      await page.context().close();
    },
    60_000,
  );

  it('put nothing from elsewhere or against their own policy on a page', async () => {
    const page = await open('/', 768);
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.reload();
    expect(said).toEqual([]);
    await page.context().close();
  }, 60_000);
});

/** Rich pages: long words, formulas, many authors. */
function answer({ catalog, ranking, mailer }: Stage): void {
  knowAlice(catalog);
  const people = Array.from({ length: 30 }, (_, at) => ({
    name: `Wolfeschlegelsteinhausenbergerdorff ${at}`,
  }));
  const items = ['2602.00001', '2602.00002', 'hep-th/9901001'].map((id) =>
    listItem(id, {
      paper: {
        id,
        title: LONG,
        summary: `${LONG} ${'We show a thing. '.repeat(40)}`,
        authors: people.map(({ name }, at) => ({ _id: String(at), name, hidden: false })),
        publishedAt: '2025-11-20T00:00:00.000Z',
        upvotes: 12_345,
        categories: ['cs.LG', 'cond-mat.mtrl-sci', 'astro-ph.CO', 'physics.data-an'],
      },
      liveUpvotes: 12_346,
      submittedBy: listedPerson('ada', 'Ada Wolfeschlegelsteinhausenbergerdorff the Younger of Nowhere'),
    }),
  );
  const closed = { closed: true, total: 2_998, newer: { period: '2026-11-23', papers: 1 } };
  ranking.on('GET /internal/lists/', ({ url }) => {
    const list = LISTS.find((name) => url.startsWith(`/internal/lists/${name}`)) ?? 'day';
    const week = list === 'week' ? { period: '2026-W48', previous: '2026-W47' } : { next: '2026-11-23' };
    return { body: rankedList(items, { ...closed, list, ...week }) };
  });
  catalog.on('GET /internal/papers/', {
    body: catalogPaper('2602.00001', {
      title: LONG,
      summary: `${LONG} ${'We show a thing. '.repeat(60)}`,
      authors: people,
      comment: LONG,
      journalRef: LONG,
      categories: ['cs.LG', 'cond-mat.mtrl-sci'],
    }),
  });
  const by = { handle: 'ada', name: 'Ada Wolfeschlegelsteinhausenbergerdorff the Younger of Nowhere' };
  const comment = { text: LONG, postedAt: '2026-11-22T08:00:00.000Z', by };
  catalog.on('GET /api/papers/2602.00001/comments', {
    body: {
      comments: [
        { id: 'c1', ...comment },
        { id: 'c2', ...comment, editedAt: comment.postedAt },
      ],
    },
  });
  ranking.on('GET /internal/papers/standing', {
    body: { standings: [{ paperId: '2602.00001', upvotes: 12_345, comments: 2 }] },
  });
  const terms = Array.from({ length: 12 }, (_, at) => ({
    at: new Date(Date.UTC(2026, 10, 22, 12) - at * 900_000).toISOString(),
    votes: 1_000 + at,
    comments: at,
    weight: 1_000 / (at + 1),
  }));
  ranking.on('GET /api/papers/2602.00001/why', {
    body: {
      paperId: '2602.00001',
      list: 'trending',
      closed: false,
      rank: 1_234,
      of: 9_999,
      upvotes: 12_345,
      comments: 2,
      notCounted: [{ reason: 'new-person-limit', votes: 3 }],
      order: 'Each vote weighs half of what it did once a half-life has passed.',
      trending: {
        halfLifeHours: 24,
        commentWeight: 0.5,
        terms,
        furtherTerms: 2_998,
        weight: 99,
        score: 20_779.5,
      },
      oneMoreVote: { rank: 1_233, gained: 1 },
    },
  });
  mailer.on('GET /internal/subscriptions/confirmation/', {
    body: {
      status: 'open',
      maskedAddress: 'w…@wolfeschlegelsteinhausenbergerdorff.example.org',
      hour: 7,
      timeZone: 'America/Argentina/ComodRivadavia',
    },
  });
}
