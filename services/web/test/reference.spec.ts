import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endpoints, openApiDocument } from '@paperboy/contracts';
import { findBrowser } from '@paperboy/testing';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { listItem } from './ranked-list.js';
import { type Stage, setStage } from './stage.server.js';

const program = findBrowser();
if (program === undefined)
  console.warn('Skipped: there is no chromium on the PATH, so the API is not tried in a browser.');
const LONG_MS = 120_000;
const shown = endpoints.filter((endpoint) => endpoint.public !== undefined);

describe('the reference of the API', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage?.stop());

  it('is there for programs', async () => {
    const answer = await stage.fetch('/api/openapi.json');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toEqual(openApiDocument());
  });

  it('is a list of the endpoints without JavaScript, and loads nothing from elsewhere', async () => {
    const html = await (await stage.fetch('/api/docs')).text();
    for (const { method, path } of shown) expect(html).toContain(`<code>${method} ${path}</code>`);
    const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
    expect(loaded.filter((address) => !address.startsWith('/'))).toEqual([]);
    for (const address of loaded.filter((one) => one.startsWith('/api/docs/')))
      expect((await stage.fetch(address)).status).toBe(200);
  });

  (program === undefined ? it.skip : it)(
    'is read and tried in a browser under our Content-Security-Policy',
    async () => {
      stage.ranking.on('GET /api/daily_papers', { body: [listItem('2602.00001')] });
      const browser: Browser = await launchBrowser(program as string);
      try {
        const page = await browser.newPage();
        page.setDefaultTimeout(LONG_MS);
        const complaints: string[] = [];
        page.on('console', (message) => {
          if (message.type() === 'error') complaints.push(message.text());
        });
        page.on('pageerror', (error) => complaints.push(error.message));
        await page.goto(`${stage.url}/api/docs`);
        await page.waitForSelector('.opblock');
        expect(await page.locator('.opblock').count()).toBe(shown.length);
        await page.click('#operations-default-getDailyPapers .opblock-summary-control');
        await page.click('#operations-default-getDailyPapers .execute');
        await page.waitForSelector('#operations-default-getDailyPapers .live-responses-table');
        expect(await page.textContent('.live-responses-table')).toContain('2602.00001');
        expect(complaints).toEqual([]);
      } finally {
        await browser.close();
      }
    },
    LONG_MS,
  );
});
