import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findBrowser, waitFor } from '@paperboy/testing';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ALICES_COOKIE, knowAlice } from './alice.js';
import { launchBrowser } from './browser.js';
import { catalogPaper } from './catalog-paper.js';
import { type AskedVote, batches, takeVotes, votesOf } from './fake-votes.js';
import { listItem, rankedList } from './ranked-list.js';
import { type Stage, setStage } from './stage.server.js';

const program = findBrowser();
if (program === undefined)
  console.warn('Skipped: there is no chromium on the PATH, so nothing is clicked in a browser.');

const PAPERS = Array.from({ length: 20 }, (_, at) => `2602.000${String(at + 10)}`);
const MIDDLE = '2602.00020';
/** Far more than any machine needs. */
const LONG_MS = 120_000;

(program === undefined ? describe.skip : describe)('in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  /** The votes of Alice that stand in the fake catalog; ranking has counted none of them. */
  const standing = new Set<string>();

  beforeAll(async () => {
    stage = await setStage({ PUBLICATION_TIME_ZONE: 'UTC' });
    browser = await launchBrowser(program as string);
  }, LONG_MS);
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  }, LONG_MS);

  beforeEach(() => {
    stage.forget();
    standing.clear();
    knowAlice(stage.catalog);
    takeVotes(stage.catalog);
    stage.catalog.on('POST /internal/votes', (request) => {
      if (request.url === '/internal/votes') votesOf(request).forEach(keep);
      return undefined;
    });
    stage.catalog.on('POST /internal/votes/standing', () => ({
      body: { upvoted: [...standing], counted: [...standing] },
    }));
    stage.ranking.on('GET /internal/papers/standing', {
      body: {
        standings: PAPERS.map((paperId) => ({ paperId, upvotes: 1_299, comments: 0, included: false })),
      },
    });
    stage.ranking.on('GET /internal/lists/', {
      body: rankedList(PAPERS.map((id) => listItem(id, { liveUpvotes: 1_299 }))),
    });
    stage.catalog.on('GET /internal/papers/', { body: catalogPaper(MIDDLE) });
  });

  function keep({ paperId, wish }: AskedVote): void {
    if (wish === 'cast') standing.add(paperId);
    else standing.delete(paperId);
  }

  /** A page as a reader sees it, Alice unless nobody is signed in. */
  async function open(
    path: string,
    { signedIn = true, ...options }: BrowserContextOptions & { signedIn?: boolean } = {},
  ): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1_000, height: 700 }, ...options });
    context.setDefaultTimeout(LONG_MS);
    if (signedIn) await context.addCookies([{ ...ALICES_COOKIE, url: stage.url }]);
    const page = await context.newPage();
    await page.goto(`${stage.url}${path}`);
    return page;
  }

  const button = (page: Page) => page.locator(`form[action^="/papers/${MIDDLE}/upvote"] button`);
  const message = (page: Page) => page.getByRole('status');
  const form = (page: Page) => button(page).evaluate((element) => element.parentElement?.outerHTML);
  const place = (page: Page) => page.evaluate(() => ({ url: location.href, top: scrollY }));
  const shown = async (page: Page) => ({
    number: await button(page).locator('data').innerText(),
    pressed: await button(page).getAttribute('aria-pressed'),
  });
  const taken = () => batches(stage.catalog).flatMap(votesOf);
  const close = (page: Page) => page.context().close();

  /** Clicks the button and waits for the answer to its vote. */
  async function vote(page: Page): Promise<void> {
    const answered = page.waitForResponse((response) => response.url().includes('/upvote'));
    await button(page).click();
    await (await answered).finished();
  }

  const zone = (page: Page) => page.locator('select[name="timeZone"]');
  const line = (page: Page) => page.locator('.subscribe summary');

  describe('a vote', () => {
    it(
      'changes the number where it stands, and neither the address nor the place on the page',
      async () => {
        const page = await open('/?from=mail');
        await button(page).scrollIntoViewIfNeeded();
        const before = await place(page);
        expect(before.top).toBeGreaterThan(0);
        const loads: string[] = [];
        page.on('framenavigated', (frame) => loads.push(frame.url()));
        await vote(page);
        await waitFor(
          () => shown(page),
          ({ number, pressed }) => number === '1,300' && pressed === 'true',
        );
        const inPlace = await form(page);
        await vote(page);
        await waitFor(
          () => shown(page),
          ({ number, pressed }) => number === '1,299' && pressed === 'false',
        );
        expect(taken().map(({ wish }) => wish)).toEqual(['cast', 'withdraw']);
        expect([await place(page), loads, await message(page).innerText()]).toEqual([before, [], '']);
        // What the script makes of a form is what a page that is loaded holds.
        standing.add(MIDDLE);
        await page.reload();
        expect(await form(page)).toBe(inPlace);
        await close(page);
      },
      LONG_MS,
    );

    it(
      'shows before the answer is there, and is cast once however often the button is clicked meanwhile',
      async () => {
        const page = await open('/');
        let answer = () => {};
        const held = new Promise<void>((resolve) => {
          answer = resolve;
        });
        await page.route('**/upvote', async (route) => {
          await held;
          await route.continue();
        });
        await button(page).click();
        await button(page).click();
        await button(page).press('Enter');
        expect(await shown(page)).toEqual({ number: '1,300', pressed: 'true' });
        const answered = page.waitForResponse('**/upvote');
        answer();
        await (await answered).finished();
        expect(taken()).toMatchObject([{ paperId: MIDDLE, wish: 'cast' }]);
        expect(await shown(page)).toEqual({ number: '1,300', pressed: 'true' });
        await close(page);
      },
      LONG_MS,
    );

    it(
      'is not taken back by the second click of a double click',
      async () => {
        const page = await open('/');
        await button(page).hover();
        const answered = page.waitForResponse('**/upvote');
        await page.mouse.down({ clickCount: 1 });
        await page.mouse.up({ clickCount: 1 });
        await (await answered).finished();
        await waitFor(async () => (await shown(page)).number === '1,300');
        await page.mouse.down({ clickCount: 2 });
        await page.mouse.up({ clickCount: 2 });
        // Another paper's vote is taken behind it, so that it would have been seen by now.
        const other = page.locator('form[action="/papers/2602.00021/upvote"] button');
        await other.click();
        await waitFor(() => standing.has('2602.00021'));
        expect(taken().map(({ paperId }) => paperId)).toEqual([MIDDLE, '2602.00021']);
        expect(await shown(page)).toEqual({ number: '1,300', pressed: 'true' });
        await close(page);
      },
      LONG_MS,
    );

    it(
      'that is refused is taken off the page, which says why',
      async () => {
        const page = await open('/');
        const detail = 'This vote was changed 60 times today.';
        takeVotes(stage.catalog, { [MIDDLE]: { status: 429, code: 'vote-changed-too-often', detail } });
        await vote(page);
        await waitFor(async () => (await message(page).innerText()) === `Your vote was not taken. ${detail}`);
        expect(await shown(page)).toEqual({ number: '1,299', pressed: 'false' });
        takeVotes(stage.catalog);
        await vote(page);
        await waitFor(async () => (await message(page).innerText()) === '');
        await close(page);
      },
      LONG_MS,
    );

    it(
      'that meets no answer is taken off the page, which asks to try again',
      async () => {
        const page = await open('/');
        await page.route('**/upvote', (route) => route.abort());
        await button(page).click();
        await waitFor(async () => (await message(page).innerText()).endsWith('Please try again.'));
        expect(await shown(page)).toEqual({ number: '1,299', pressed: 'false' });
        await close(page);
      },
      LONG_MS,
    );

    it.each([
      ['while signed out', false],
      ['after the session ended', true],
    ])(
      'leads to signing in, which remembers it: %s',
      async (_, signedIn) => {
        const page = await open('/', { signedIn });
        await page.context().clearCookies();
        await button(page).click();
        await page.waitForURL('**/sign-in');
        expect(await page.locator('main').innerText()).toContain(`Your upvote of ${MIDDLE} waits`);
        await close(page);
      },
      LONG_MS,
    );

    it(
      'leads back to the same page, at the paper, where there is no JavaScript',
      async () => {
        const page = await open('/?from=mail', { javaScriptEnabled: false });
        await button(page).click();
        await page.waitForURL(`${stage.url}/?from=mail#p-${MIDDLE}`);
        expect(await shown(page)).toEqual({ number: '1,300', pressed: 'true' });
        const card = page.locator(`[id="p-${MIDDLE}"]`);
        await waitFor(
          () => card.boundingBox(),
          (box) => box !== null && box.y >= 0 && box.y < 40,
        );
        const ground = (id: string) =>
          page.locator(`[id="p-${id}"]`).evaluate((element) => getComputedStyle(element).backgroundColor);
        expect(await ground(MIDDLE)).toBe(await ground('2602.00021'));
        await close(page);
      },
      LONG_MS,
    );

    it.each([
      ['a phone', 360],
      ['a wide screen', 1_600],
    ])(
      'on the page of a paper leaves the button in sight on %s without JavaScript',
      async (_, width) => {
        stage.catalog.on('GET /internal/papers/', {
          body: catalogPaper(MIDDLE, { summary: 'We count once more. '.repeat(200) }),
        });
        const page = await open(`/papers/${MIDDLE}`, {
          javaScriptEnabled: false,
          viewport: { width, height: 700 },
        });
        await button(page).click();
        await page.waitForURL(`${stage.url}/papers/${MIDDLE}#vote`);
        await waitFor(
          () => button(page).boundingBox(),
          (box) => box !== null && box.y >= 0 && box.y + box.height < 700,
        );
        await close(page);
      },
      LONG_MS,
    );
  });

  describe('the time zone of a subscription', () => {
    it.each([
      ['one of the list', 'Asia/Tokyo', 'Asia/Tokyo', 'Tokyo, Seoul'],
      ['one that has two names', 'Asia/Calcutta', 'Asia/Kolkata', 'Bengaluru, Delhi, Mumbai'],
      ['one that the list has not', 'America/St_Johns', 'America/St_Johns', 'America/St Johns'],
    ])(
      'is the one of the reader, and the line above says so: %s',
      async (_, timezoneId, value, text) => {
        const page = await open('/', { signedIn: false, timezoneId });
        expect(await zone(page).inputValue()).toBe(value);
        expect(await line(page).innerText()).toContain(`Once a day at 08:00, ${text} time`);
        await close(page);
      },
      LONG_MS,
    );

    it(
      'is the one that the reader chose, also when the address has to be corrected',
      async () => {
        const page = await open('/subscribe', { signedIn: false, timezoneId: 'Asia/Tokyo' });
        await line(page).click();
        await zone(page).selectOption('Europe/Athens');
        expect(await line(page).innerText()).toContain('Athens, Helsinki, Kyiv time');
        // Browsers take this for an address, and we do not.
        await page.locator('#email').fill('ann@example');
        await page.getByRole('button', { name: 'Subscribe' }).click();
        await page.getByRole('alert').waitFor();
        expect(await zone(page).inputValue()).toBe('Europe/Athens');
        await close(page);
      },
      LONG_MS,
    );

    it(
      'is the one that the reader chose, also on the way back from another page',
      async () => {
        const page = await open('/', { signedIn: false, timezoneId: 'Asia/Tokyo' });
        await line(page).click();
        await zone(page).selectOption('Europe/Athens');
        await page.getByRole('link', { name: 'Trending' }).click();
        await page.waitForURL('**/papers/trending');
        await page.goBack();
        await waitFor(async () => (await zone(page).inputValue()) === 'Europe/Athens');
        await waitFor(async () => (await line(page).textContent())?.includes('Athens, Helsinki, Kyiv time'));
        await close(page);
      },
      LONG_MS,
    );

    it(
      'is the one of the publication where there is no JavaScript',
      async () => {
        const page = await open('/', { signedIn: false, timezoneId: 'Asia/Tokyo', javaScriptEnabled: false });
        expect(await zone(page).inputValue()).toBe('UTC');
        await close(page);
      },
      LONG_MS,
    );
  });
});
