import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALICES_SESSION, knowAlice } from './alice.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { listItem } from './ranked-list.js';
import { searchAnswer } from './search-answer.js';
import { type Stage, setStage } from './stage.server.js';

describe('the page of the search', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await setStage();
  }, 30_000);
  afterAll(() => stage?.stop());
  beforeEach(() => stage.forget());

  const page = async (path: string) => {
    const answer = await stage.fetch(path);
    return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() };
  };
  const finds = (answer: ReturnType<typeof searchAnswer>) =>
    stage.catalog.on('GET /internal/search', { body: answer });

  it('asks nobody and says what can be searched for while nothing is looked for', async () => {
    const { status, html } = await page('/papers');
    expect([status, html.includes('What can be searched for')]).toEqual([200, true]);
    expect(stage.catalog.received).toEqual([]);
  });

  it('shows what was found, marks it, and escapes what is not markup', async () => {
    const item = listItem('2611.00001', { title: 'Bounds <b>& more</b>' });
    finds(searchAnswer('bounds', [item]));
    const { html } = await page('/papers?q=bounds');
    expect(html).toContain('<mark>Bounds</mark> &lt;b>&amp; more&lt;/b>');
    expect(html).toContain('href="/papers/2611.00001"');
    expect(html).not.toContain('<b>');
    expect(html).toMatch(
      /<link rel="alternate" type="application\/rss\+xml"[^>]* href="\/papers\/search\.rss\?q=bounds"/,
    );
  });

  it('asks the catalog for what the address says, facets included', async () => {
    finds(searchAnswer('bounds', [listItem('2611.00001')], { sort: 'date' }));
    await page('/papers?q=bounds&sort=date&p=2&date=2026-11-22&trending=true&typing=true');
    const [asked] = stage.catalog.asked('GET /internal/search');
    expect(Object.fromEntries(new URL(asked?.url ?? '', 'http://localhost').searchParams)).toEqual({
      q: 'bounds',
      sort: 'date',
      p: '2',
      limit: '40',
      date: '2026-11-22',
      trending: 'true',
      typing: 'true',
      facets: 'true',
    });
  });

  it('says when a search took too long, and shows what was found until then', async () => {
    finds(searchAnswer('bounds', [listItem('2611.00001')], { partial: true }));
    const { status, html } = await page('/papers?q=bounds');
    expect([status, html.includes('The search took too long')]).toEqual([200, true]);
    expect(html).toContain('href="/papers/2611.00001"');
  });

  it('leads to its other pages in one order, and says when that is not known any more', async () => {
    finds(searchAnswer('bounds', [listItem('2611.00001')], { more: true, v: 'order-1', orderLost: true }));
    const { html } = await page('/papers?q=bounds&p=1&v=order-0');
    expect(stage.catalog.asked('GET /internal/search')[0]?.url).toContain('v=order-0');
    expect(html).toContain('href="/papers?q=bounds&amp;p=2&amp;v=order-1"');
    expect(html).toContain('The order has changed since the page before');
  });

  it('leads to the paper that the text names, but not while it is being typed', async () => {
    finds(searchAnswer('2611.00001', [listItem('2611.00001')], { paper: '2611.00001' }));
    expect(await page('/papers?q=2611.00001')).toMatchObject({ status: 303, location: '/papers/2611.00001' });
    expect((await page('/papers?q=2611.00001&typing=true')).status).toBe(200);
  });

  it('says what is wrong with a text that can not be read, beside the text', async () => {
    const detail = 'At character 1: expected a date after from:.';
    stage.catalog.on('GET /internal/search', { status: 400, body: { code: 'bad-date', detail } });
    const { status, html } = await page('/papers?q=from%3Ayesterday%22%3E');
    expect([status, html.includes(detail)]).toEqual([400, true]);
    expect(html).toContain('value="from:yesterday&quot;>"');
  });

  it('says what was asked for when nothing is found, and offers what is near', async () => {
    finds(searchAnswer('cuonting', []));
    const { html } = await page('/papers?q=cuonting');
    expect(html).toContain('Did you mean <a href="/papers?q=counting">counting</a> (3 papers)');
    expect(html).toContain('“cuonting”');
  });

  it('says that it is back in a moment while no replica has read the papers yet', async () => {
    stage.catalog.on('GET /internal/search', {
      status: 503,
      body: { code: 'search-building', detail: 'Reading.' },
    });
    expect((await page('/papers?q=bounds')).status).toBe(503);
  });

  it('shows a signed-in reader which of the papers found they upvoted', async () => {
    knowAlice(stage.catalog);
    knowStandings(stage, { '2611.00001': { upvotes: 8, upvoted: true, included: true } });
    finds(searchAnswer('bounds', [listItem('2611.00001')]));
    const answer = await stage.fetch('/papers?q=bounds', { headers: ALICES_SESSION });
    expect(await answer.text()).toContain('aria-pressed="true"');
  });

  it('is reached from the head of every page', async () => {
    expect((await page('/subscribe')).html).toMatch(/<search class="find"><form action="\/papers">/);
  });

  it('shows papers like it on the page of a paper, and does without while the search is away', async () => {
    stage.catalog.on('GET /internal/papers/', { body: catalogPaper('2611.00009') });
    stage.ranking.on('GET /internal/papers/standing', { body: { standings: [] } });
    expect((await page('/papers/2611.00009')).html).not.toContain('Similar papers');
    stage.catalog.on('GET /internal/papers/', { body: catalogPaper('2611.00008') });
    stage.catalog.on('GET /api/papers/2611.00008/similar', { body: [listItem('2611.00001')] });
    const { html } = await page('/papers/2611.00008');
    expect(html).toMatch(/Similar papers[\s\S]*href="\/papers\/2611\.00001"/);
  });
});
