import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALICES_SESSION, knowAlice } from './alice.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { FROM_OWN_ORIGIN } from './own-page.js';
import { type Stage, setStageWithoutWriteLimits } from './stage.server.js';

const PAPER = '2602.00001';
const PAGE = `/papers/${PAPER}`;
const changed = {
  paperId: PAPER,
  title: 'Counting votes exactly once',
  changedAt: '2026-11-22T10:00:00.000Z',
  readVersion: 1,
  version: 2,
  withdrawn: false,
  because: ['saved', 'voted'],
};
const texts = [
  {
    version: 1,
    title: 'Counting <b>votes</b>',
    summary: 'We count twice.',
    withdrawn: false,
    until: changed.changedAt,
  },
  {
    version: 2,
    title: 'Counting <b>votes</b>',
    summary: 'We count once.',
    comment: '12 pages',
    withdrawn: false,
  },
];

describe('a paper that changed since its reader read it', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStageWithoutWriteLimits();
  });
  afterAll(() => stage?.stop());
  beforeEach(() => {
    stage.forget();
    knowStandings(stage, { [PAPER]: { upvotes: 1 } });
    stage.catalog.on('GET /internal/papers/', { body: catalogPaper(PAPER) });
    stage.catalog.on(`GET /api/papers/${PAPER}/texts`, { body: { texts } });
    stage.catalog.on('GET /api/changed', { body: { papers: [changed] } });
    stage.catalog.on('GET /api/saved?', { body: { total: 0, papers: [] } });
    stage.catalog.on('GET /api/saved/feed', { body: {} });
  });

  const read = async (path: string, headers: Record<string, string> = ALICES_SESSION) => {
    const answer = await stage.fetch(path, { headers });
    return { status: answer.status, html: await answer.text() };
  };

  it('says so on its page, to this reader alone', async () => {
    knowAlice(stage.catalog);
    const { html } = await read(PAGE);
    expect(html).toContain('It changed since you read it.');
    expect(html).toContain('Version 1 became version 2');
    expect(html).toContain(`href="${PAGE}/changes?from=1"`);
    expect((await read(PAGE, {})).html).not.toContain('It changed since');
    stage.catalog.on('GET /api/changed', { body: { papers: [{ ...changed, withdrawn: true }] } });
    expect((await read(PAGE)).html).toContain('Withdrawn on');
    stage.catalog.on('GET /api/changed', { status: 503, body: { code: 'busy', detail: '-' } });
    expect((await read(PAGE)).status).toBe(200);
  });

  it('stands on the page of what the person keeps, with the reason', async () => {
    knowAlice(stage.catalog);
    const { html } = await read('/saved');
    expect(html).toContain('Changed since you read them');
    expect(html).toContain('You saved it and upvoted it.');
  });

  it('shows its texts side by side, for everyone, and no HTML of them', async () => {
    const { status, html } = await read(`${PAGE}/changes`, {});
    expect(status).toBe(200);
    expect(html).toContain('We count <del>twice</del>.');
    expect(html).toContain('We count <ins>once</ins>.');
    expect(html).toContain('<ins>12 pages</ins>');
    expect(html).toContain('The same in both.');
    expect(html).not.toContain('I have read it');
    expect(html).not.toContain('<b>');
    expect((await read(`${PAGE}/changes?from=7`, {})).status).toBe(404);
    expect((await read(`${PAGE}/changes?from=x`, {})).status).toBe(404);
    stage.catalog.on(`GET /api/papers/${PAPER}/texts`, { body: { texts: texts.slice(1) } });
    expect((await read(`${PAGE}/changes`, {})).html).toContain('No earlier text of this paper is kept here:');
  });

  it('is read when its reader says so', async () => {
    const press = (headers: Record<string, string>) =>
      stage.sendForm(`${PAGE}/read`, { return: '/saved#changed' }, { ...headers, ...FROM_OWN_ORIGIN });
    expect((await press({})).headers.get('location')).toBe('/sign-in');
    knowAlice(stage.catalog);
    stage.catalog.on(`POST /api/papers/${PAPER}/read`, { status: 204 });
    expect((await press(ALICES_SESSION)).headers.get('location')).toBe('/saved#changed');
    expect(stage.catalog.asked(`POST /api/papers/${PAPER}/read`)).toHaveLength(1);
  });
});
