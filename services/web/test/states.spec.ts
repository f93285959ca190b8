import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser } from '@paperboy/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ALICE, ALICES_COOKIE } from './alice.js';
import { launchBrowser } from './browser.js';
import { overreaching } from './fitting.js';
import { violations } from './looking.js';
import { knowStates, type PageState, PUBLIC_STATES, SIGNED_IN_STATES } from './page-states.js';
import { type Stage, setStage } from './stage.server.js';

const program = findBrowser();
if (program === undefined)
  console.warn('Skipped: there is no chromium on the PATH, so no page is looked at in a browser.');

const LONG_MS = 600_000;
const WIDTHS = [1_600, 768, 390, 360, 320];
/** Pages that are open at the same time. */
const AT_ONCE = 3;
/** Parts of a page that are of no use on paper. */
const SCREEN_ONLY =
  '.bar nav, .find, .tosearch, .picker, .account, .subscribe, .categories, .commenting, .colophon';

(program === undefined ? describe.skip : describe)('every page in every state', () => {
  let stage: Stage;
  let browser: Browser;

  beforeAll(async () => {
    stage = await setStage({ SEARCHES_AT_ONCE: '0' });
    knowStates(stage);
    stage.catalog.on('POST /internal/sessions/resolve', { body: { person: { ...ALICE, role: 'admin' } } });
    browser = await launchBrowser(program as string);
  }, LONG_MS);
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  }, LONG_MS);

  it(
    'fits from 320 to 1,600 px, with text of twice the size and on paper, and breaks no rule of WCAG AA',
    async () => {
      const context = await browser.newContext();
      expect(await faultsOf(context, PUBLIC_STATES)).toEqual([]);
      await context.close();
    },
    LONG_MS,
  );

  it(
    'does so too for people who are signed in',
    async () => {
      const context = await browser.newContext();
      await context.addCookies([{ ...ALICES_COOKIE, url: stage.url }]);
      expect(await faultsOf(context, SIGNED_IN_STATES)).toEqual([]);
      await context.close();
    },
    LONG_MS,
  );

  async function faultsOf(context: BrowserContext, states: readonly PageState[]): Promise<unknown[]> {
    context.setDefaultTimeout(LONG_MS);
    const waiting = [...states];
    const faults: unknown[] = [];
    const look = async () => {
      const page = await context.newPage();
      for (let state = waiting.shift(); state; state = waiting.shift()) {
        const [path, says] = state;
        await page.goto(`${stage.url}${path}`);
        const text = await page.locator('main').textContent();
        if (!text?.includes(says)) faults.push({ path, says, text: text?.slice(0, 300) });
        for (const fault of await looksOf(page)) faults.push({ path, fault });
      }
      await page.close();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, look));
    return faults;
  }
});

/** What is wrong with a page, at each width and in each way in which it may be looked at. */
async function looksOf(page: Page): Promise<unknown[]> {
  const faults: unknown[] = [];
  const tooWide = async (look: string) => {
    for (const found of await overreaching(page)) faults.push({ look, ...found });
  };
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    await tooWide(`${width} px`);
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  faults.push(...(await violations(page)));
  await page.setViewportSize({ width: 360, height: 800 });
  await textSize(page, '200%');
  await tooWide('text of twice the size');
  await textSize(page, '');
  await page.setViewportSize({ width: 700, height: 1_000 });
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  await tooWide('paper');
  for (const part of await page.locator(SCREEN_ONLY).filter({ visible: true }).all())
    faults.push({ onPaper: await part.evaluate((element) => element.outerHTML.slice(0, 100)) });
  await page.emulateMedia({ media: 'screen' });
  // The structure is the same in both schemes, the colours are not.
  faults.push(...(await violations(page, 'color-contrast')));
  return faults;
}

function textSize(page: Page, size: string): Promise<void> {
  return page.evaluate((value) => {
    document.documentElement.style.fontSize = value;
  }, size);
}
