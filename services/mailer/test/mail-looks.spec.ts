import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser } from '@paperboy/testing';
import { type Browser, chromium, type Page } from 'playwright-core';
import { sampleMails } from './sample-mails.js';

const program = findBrowser();
if (program === undefined)
  console.warn('Skipped: there is no chromium on the PATH, so no mail is looked at in a browser.');

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LONG_MS = 300_000;
const PHONE = { width: 360, height: 740 };
const MOST_BYTES = 90_000;
const MAILS = Object.entries(sampleMails());

(program === undefined ? describe.skip : describe)('the mails in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: program as string,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    });
  }, LONG_MS);
  afterAll(async () => {
    await browser?.close();
  }, LONG_MS);

  it.each(MAILS)(
    '%s breaks no rule of WCAG AA, light and dark, and fits a phone without its pictures',
    async (_name, html) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ viewport: PHONE, colorScheme });
        // As in a mail program that loads no pictures.
        await page.route('**/*', (route) => route.abort());
        await page.setContent(html);
        expect([colorScheme, await violations(page)]).toEqual([colorScheme, []]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBeLessThanOrEqual(PHONE.width);
        await page.close();
      }
    },
    LONG_MS,
  );
});

describe('the mails', () => {
  it.each(MAILS)('%s stays under the size at which mail programs cut', (_name, html) => {
    expect(Buffer.byteLength(html)).toBeLessThan(MOST_BYTES);
  });
});

/** The rules of WCAG AA that a mail breaks. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await axe.run({ runOnly: tags });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}
