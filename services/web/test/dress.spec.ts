import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findBrowser, waitFor } from '@paperboy/testing';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ALICES_COOKIE, knowAlice } from './alice.js';
import { launchBrowser } from './browser.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { overreaching } from './fitting.js';
import { violations } from './looking.js';
import { type PiecemealServer, startPiecemealServer } from './piecemeal.server.js';
import { listItem, rankedList } from './ranked-list.js';
import { searchAnswer } from './search-answer.js';
import { type Stage, setStage } from './stage.server.js';

const program = findBrowser();
if (program === undefined)
  console.warn('Skipped: there is no chromium on the PATH, so no page is looked at in a browser.');

const LONG_MS = 120_000;
const IDS = Array.from({ length: 50 }, (_, at) => `2602.0${String(at + 1000)}`);
const FIRST = IDS[0] as string;
const PAGES = [
  '/',
  '/papers/week',
  `/papers/${FIRST}`,
  `/papers/${FIRST}/why`,
  '/sign-in',
  '/subscribe',
  '/papers',
  '/papers?q=counting+votes',
  '/papers?q=cuonting',
  '/archive',
  '/categories',
  '/people/ada',
  '/about',
  '/nothing',
];
const ARCHIVE = {
  month: '2026-11',
  days: [
    { day: '2026-11-20', papers: 1 },
    { day: '2026-11-22', papers: 1_250 },
  ],
  previous: '2026-10',
};
const ABSTRACT =
  'Readers vote, and a list follows their votes within a moment; we measure how far behind it is. ';
/** As many bytes as a phone may be asked to load for the home page with 50 papers. */
const MOST_BYTES = 60_000;

(program === undefined ? describe.skip : describe)('the dress of the pages', () => {
  let stage: Stage;
  let pieces: PiecemealServer;
  let browser: Browser;

  beforeAll(async () => {
    stage = await setStage();
    pieces = await startPiecemealServer(stage.url);
    browser = await launchBrowser(program as string);
  }, LONG_MS);
  afterAll(async () => {
    await browser?.close();
    await pieces?.stop();
    await stage?.stop();
  }, LONG_MS);
  beforeEach(() => {
    stage.forget();
    const items = IDS.map((id, at) =>
      listItem(id, {
        paper: {
          title: `Counting votes, part ${at}`,
          summary: `${at}. ${ABSTRACT.repeat(8)}`,
          categories: [at % 2 ? 'cs.LG' : 'cs.DC'],
        },
      }),
    );
    stage.ranking.on('GET /internal/lists/', { body: rankedList(items) });
    stage.ranking.on('GET /api/archive', { body: ARCHIVE });
    stage.catalog.on('GET /api/people/ada', {
      body: {
        handle: 'ada',
        name: 'Ada Lindqvist',
        since: '2026-11-01',
        about: `Reads what others leave.\n\n${'Rindfleischetikettierung'.repeat(5)}`,
        votes: [{ id: FIRST, title: 'Counting votes' }],
        comments: [
          {
            id: 'c1',
            text: 'It is *so*: https://example.org/a.',
            postedAt: '2026-11-22T08:00:00.000Z',
            paper: { id: FIRST, title: 'Counting votes' },
          },
        ],
      },
    });
    stage.catalog.on('GET /internal/search?q=from', { body: searchAnswer('from:1986', items) });
    stage.catalog.on('GET /internal/search?q=counting', { body: searchAnswer('counting votes', items) });
    stage.catalog.on('GET /internal/search?q=cuonting', { body: searchAnswer('cuonting', []) });
    stage.catalog.on('GET /internal/papers/', {
      body: catalogPaper(FIRST, {
        summary: `${ABSTRACT} Code: https://github.com/example/votes.`,
        doi: '10.1000/182',
      }),
    });
    stage.ranking.on('GET /internal/papers/standing', {
      body: { standings: [{ paperId: FIRST, upvotes: 7, comments: 0 }] },
    });
    stage.ranking.on(`GET /api/papers/${FIRST}/why`, {
      body: {
        paperId: FIRST,
        list: 'trending',
        closed: false,
        rank: 1,
        of: 50,
        upvotes: 7,
        comments: 0,
        notCounted: [],
        order: 'Each vote weighs half of what it did once a half-life has passed.',
        trending: {
          halfLifeHours: 24,
          commentWeight: 0.5,
          terms: ['12:00', '09:15'].map((time) => ({
            at: `2026-11-22T${time}:00.000Z`,
            votes: 3,
            comments: 0,
            weight: 2,
          })),
          furtherTerms: 0,
          weight: 4,
          score: 20_781.25,
        },
      },
    });
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 }, ...options });
    context.setDefaultTimeout(LONG_MS);
    const page = await context.newPage();
    await page.goto(`${stage.url}${path}`);
    return page;
  }
  const close = (page: Page) => page.context().close();

  it.each([
    ['light', 1_600],
    ['dark', 360],
  ] as const)(
    'breaks no rule of WCAG AA: %s, %i px',
    async (colorScheme, width) => {
      for (const path of PAGES) {
        const page = await open(path, { colorScheme, viewport: { width, height: 800 } });
        const found = await violations(page);
        expect([path, found]).toEqual([path, []]);
        await close(page);
      }
    },
    LONG_MS,
  );

  it.each([
    ['dark', 320],
    ['light', 1_600],
  ] as const)(
    'fits and breaks no rule where a reader writes: %s, %i px',
    async (colorScheme, width) => {
      knowAlice(stage.catalog);
      knowStandings(stage, { [FIRST]: { upvotes: 8, included: true, upvoted: true } });
      const comment = {
        id: 'c1',
        text: `Is it *tight*? See https://example.org/${'long'.repeat(40)}.\n\n\`\`\`\n${'code '.repeat(60)}\n\`\`\`\n\n> $x^2$\n\n- a\n- b`,
        postedAt: '2026-11-22T10:00:00.000Z',
        by: { handle: 'bo', name: 'Bo' },
      };
      const said = [
        { ...comment, id: 'c3', replyTo: 'c2' },
        { ...comment, id: 'c2', replyTo: 'c1' },
        comment,
      ];
      stage.catalog.on(`GET /api/papers/${FIRST}/comments`, { body: { comments: said } });
      stage.catalog.on(`GET /api/papers/${FIRST}/comment/`, { body: { comment } });
      for (const path of [`/papers/${FIRST}`, `/papers/${FIRST}/comment/c1/reply`]) {
        const page = await open(path, { colorScheme, viewport: { width, height: 800 } });
        await page.context().addCookies([{ ...ALICES_COOKIE, url: stage.url }]);
        await page.goto(`${stage.url}${path}`);
        expect([path, await page.locator('textarea').count()]).toEqual([path, 1]);
        expect([path, await violations(page), await overreaching(page)]).toEqual([path, [], []]);
        await close(page);
      }
    },
    LONG_MS,
  );

  it.each([360, 1_600])(
    'moves nothing while it comes in pieces, each painted before the next, %i px wide',
    async (width) => {
      for (const path of PAGES.slice(0, 4)) {
        const context = await browser.newContext({ viewport: { width, height: 800 } });
        const page = await context.newPage();
        await page.goto(`${pieces.url}${path}`, { waitUntil: 'commit', timeout: LONG_MS });
        await page.evaluate(() => document.fonts.ready);
        do await painted(page);
        while (pieces.next());
        await page.waitForLoadState();
        await painted(page);
        expect([path, await shifts(page)]).toEqual([path, []]);
        await context.close();
      }
    },
    LONG_MS,
  );

  it(
    'weighs less than 60 kilobytes at home, its font included, with 50 papers',
    async () => {
      const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      let bytes = 0;
      session.on('Network.loadingFinished', ({ encodedDataLength }) => {
        bytes += encodedDataLength;
      });
      await page.goto(stage.url, { waitUntil: 'networkidle' });
      expect(bytes).toBeGreaterThan(20_000);
      expect(bytes).toBeLessThan(MOST_BYTES);
      expect(await page.evaluate(() => document.fonts.check('16px Literata'))).toBe(true);
      await context.close();
    },
    LONG_MS,
  );

  it(
    'shows the first paper within the first screen of a phone, under a head of two rows',
    async () => {
      const page = await open('/');
      const bottom = async (selector: string) => {
        const box = await page.locator(selector).first().boundingBox();
        return (box?.y ?? Number.NaN) + (box?.height ?? 0);
      };
      expect(await bottom('.masthead')).toBeLessThan(100);
      expect(await bottom('.card .abstract')).toBeLessThan(800);
      await close(page);
    },
    LONG_MS,
  );

  it.each([320, 360])(
    'shows all lists in its head without scrolling, %i px wide',
    async (width) => {
      const page = await open('/', { viewport: { width, height: 800 } });
      const hidden = await page
        .locator('.bar nav')
        .evaluate((nav) => nav.scrollWidth - nav.getBoundingClientRect().width);
      expect(hidden).toBeLessThanOrEqual(0);
      expect(await page.locator('.bar nav a').count()).toBe(5);
      await close(page);
    },
    LONG_MS,
  );

  it.each([768, 1_280])(
    'has its head in one row, and a figure beside each paper, %i px wide',
    async (width) => {
      const page = await open('/', { viewport: { width, height: 800 } });
      const head = await page.locator('.masthead').boundingBox();
      expect(head?.height).toBeLessThan(80);
      expect(await page.locator('.figure:visible').count()).toBe(await page.locator('.card').count());
      await close(page);
    },
    LONG_MS,
  );

  it(
    'leads to any day without JavaScript',
    async () => {
      const page = await open('/', { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
      await page.locator('.picker summary').click();
      expect(await overreaching(page)).toEqual([]);
      await page.locator('#date').fill('2026-11-20');
      await page.locator('.picker button').click();
      await page.waitForURL('**/papers/date/2026-11-20');
      await close(page);
      expect((await stage.fetch('/papers/date?date=2026-02-30')).status).toBe(404);
      expect((await stage.fetch('/papers/date')).status).toBe(404);
    },
    LONG_MS,
  );

  it(
    'can be skimmed by keys, which a list tells, and marks what was read',
    async () => {
      const page = await open('/', { viewport: { width: 1_000, height: 700 } });
      const title = () => page.evaluate(() => document.activeElement?.textContent);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      expect(await title()).toBe('Counting votes, part 1');
      await page.keyboard.press('k');
      expect(await title()).toBe('Counting votes, part 0');
      await page.keyboard.press('?');
      expect(await page.getByRole('dialog').innerText()).toContain('next paper');
      await page.keyboard.press('Escape');
      await waitFor(async () => (await page.getByRole('dialog').count()) === 0);
      await page.locator('#email').focus();
      await page.keyboard.press('j');
      expect(await page.locator('#email').inputValue()).toBe('j');
      await page.locator('#email').blur();
      await page.keyboard.press('j');
      await page.keyboard.press('o');
      await page.waitForURL(`**/papers/${FIRST}`);
      await page.goBack();
      await page.reload();
      expect(await page.locator('.card.read').count()).toBe(1);
      expect(await page.locator('.news').count()).toBe(0);
      await close(page);
    },
    LONG_MS,
  );

  it(
    'marks as new what an earlier visit did not show',
    async () => {
      const page = await open('/');
      await page.evaluate(() => {
        const { seen } = JSON.parse(localStorage.getItem('paperboy-seen') ?? '{}');
        localStorage.setItem('paperboy-seen', JSON.stringify({ seen: seen.slice(1), before: [], at: 0 }));
      });
      await page.reload();
      expect(await page.locator('.news').count()).toBe(1);
      expect(await page.locator('.card').first().locator('.news').innerText()).toMatch(/new/i);
      await close(page);
    },
    LONG_MS,
  );

  it(
    'has a filled arrow and +1 for an own vote, and for no other',
    async () => {
      knowAlice(stage.catalog);
      knowStandings(stage, { [FIRST]: { upvotes: 8, included: true, upvoted: true } });
      const page = await open('/');
      await page.context().addCookies([{ ...ALICES_COOKIE, url: stage.url }]);
      await page.reload();
      const plus = page.locator('.plus');
      expect(await plus.first().isVisible()).toBe(true);
      expect(await plus.nth(1).isVisible()).toBe(false);
      await close(page);
    },
    LONG_MS,
  );

  it(
    'gives a paper its links, and says times in the zone of the reader',
    async () => {
      const page = await open(`/papers/${FIRST}`, { timezoneId: 'Asia/Tokyo' });
      const links = await page
        .locator('.paper a')
        .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
      for (const link of [
        `https://arxiv.org/pdf/${FIRST}`,
        `https://arxiv.org/html/${FIRST}`,
        'https://doi.org/10.1000/182',
        'https://github.com/example/votes',
      ])
        expect(links).toContain(link);
      expect(await page.locator('.glance').innerText()).toContain('It is number 1 of 50');
      await page.goto(`${stage.url}/papers/${FIRST}/why`);
      expect(await page.locator('figure').innerText()).toContain('21:00');
      await close(page);
    },
    LONG_MS,
  );
});

/** Waits until the browser has painted what it has. */
async function painted(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

interface LayoutShift extends PerformanceEntry {
  sources: { node?: Node; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

/** What moved on a page since it began to load: each element, from where to where. */
async function shifts(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const moved: string[] = [];
        const place = ({ x, y }: DOMRectReadOnly) => `${x},${y}`;
        new PerformanceObserver((list) => {
          for (const { sources } of list.getEntries() as LayoutShift[])
            for (const { node, previousRect, currentRect } of sources) {
              const name = node instanceof Element ? `${node.localName}.${node.className}` : 'text';
              moved.push(`${name} from ${place(previousRect)} to ${place(currentRect)}`);
            }
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(moved)));
      }),
  );
}
