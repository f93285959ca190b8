import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALICE, ALICES_SESSION, knowAlice } from './alice.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { FROM_OWN_ORIGIN } from './own-page.js';
import { type Stage, setStageWithoutWriteLimits } from './stage.server.js';

const PAPER = '2602.00001';
const PAGE = `/papers/${PAPER}`;
const paper = catalogPaper(PAPER, { authors: [{ name: 'Zoë Zimmer' }, { name: 'Alice Ádler' }] });
const claim = {
  id: 'claim-0001',
  paperId: PAPER,
  title: paper.title,
  author: 'Alice Ádler',
  by: { handle: 'alice', name: 'Alice <Adler>' },
  namesMatch: true,
  state: 'waiting',
  claimedAt: '2026-11-22T10:00:00.000Z',
};

describe('authors of a paper', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStageWithoutWriteLimits();
  });
  afterAll(() => stage?.stop());
  beforeEach(() => {
    stage.forget();
    knowStandings(stage, { [PAPER]: { upvotes: 1 } });
    stage.catalog.on('GET /internal/papers/', { body: paper });
    stage.catalog.on('GET /api/settings/papers/claims', { body: { claims: [] } });
  });

  const read = async (path: string, headers: Record<string, string> = ALICES_SESSION) => {
    const answer = await stage.fetch(path, { headers });
    return { status: answer.status, html: await answer.text(), headers: answer.headers };
  };
  const send = async (path: string, fields: Record<string, string>) => {
    const answer = await stage.sendForm(path, fields, { ...ALICES_SESSION, ...FROM_OWN_ORIGIN });
    return { status: answer.status, html: await answer.text(), location: answer.headers.get('location') };
  };
  const isCurator = () =>
    stage.catalog.on('POST /internal/sessions/resolve', { body: { person: { ...ALICE, role: 'curator' } } });

  it('who were confirmed are marked beside the name, at their comments, and in the API', async () => {
    const claimed = [{ author: 1, id: 'a', handle: 'alice', name: 'Alice' }];
    const comment = { id: 'c1', text: 'Ask me.', postedAt: claim.claimedAt, by: claim.by, byAuthor: true };
    stage.catalog.on('GET /internal/papers/', { body: { ...paper, claimed } });
    stage.catalog.on(`GET /api/papers/${PAPER}/comments`, { body: { comments: [comment] } });
    stage.ranking.on('GET /internal/papers/standing', {
      body: { standings: [{ paperId: PAPER, upvotes: 1, comments: 1 }] },
    });
    const { html } = await read(PAGE, {});
    expect(html).toMatch(/Alice Ádler <a class="isauthor" href="\/people\/alice">@alice<\/a>/);
    expect(html).toContain('<span class="isauthor">author</span>');
    const { authors } = JSON.parse((await read(`/api/papers/${PAPER}`, {})).html);
    expect(authors).toMatchObject([
      { name: 'Zoë Zimmer' },
      { name: 'Alice Ádler', status: 'claimed_verified', user: { user: 'alice', fullname: 'Alice' } },
    ]);
    expect(authors[0]).not.toHaveProperty('status');
  });

  it('say so on a page that suggests the own name', async () => {
    expect((await read(`${PAGE}/claim`, {})).headers.get('location')).toBe('/sign-in');
    knowAlice(stage.catalog);
    expect((await read(PAGE)).html).toContain('Are you an author?');
    const { html } = await read(`${PAGE}/claim`);
    expect(html).toMatch(new RegExp(`value="${PAPER}.2"[^>]*checked|checked[^>]*value="${PAPER}.2"`));
    stage.catalog.on('POST /api/settings/papers/claim', { status: 201, body: { claim } });
    expect((await send(`${PAGE}/claim`, { author: `${PAPER}.2` })).location).toBe(`${PAGE}/claim`);
    expect(stage.catalog.asked('POST /api/settings/papers/claim')[0]?.body).toEqual({
      paperId: PAPER,
      claimAuthorId: `${PAPER}.2`,
    });
    expect((await send(`${PAGE}/claim`, {})).html).toContain('Please choose an author.');
  });

  it('see how their claim stands, and take it back', async () => {
    knowAlice(stage.catalog);
    stage.catalog.on('GET /api/settings/papers/claims', { body: { claims: [claim] } });
    expect((await read(`${PAGE}/claim`)).html).toContain('A curator has not decided yet.');
    stage.catalog.on('DELETE /api/settings/papers/claims/claim-0001', { status: 204 });
    expect((await send(`${PAGE}/claim/claim-0001/take-back`, {})).location).toBe(`${PAGE}/claim`);
    expect((await send(`${PAGE}/claim/no$claim/take-back`, {})).status).toBe(400);
    const refused = { ...claim, state: 'refused', decidedAt: claim.claimedAt };
    stage.catalog.on('GET /api/settings/papers/claims', { body: { claims: [refused] } });
    const { html } = await read(`${PAGE}/claim`);
    expect(html).toContain('A curator refused it');
    expect(html).not.toContain('type="radio"');
  });

  it('are decided by curators, on a page that nobody else sees', async () => {
    stage.catalog.on('GET /api/claims', { body: { claims: [claim] } });
    knowAlice(stage.catalog);
    expect((await read('/claims')).status).toBe(403);
    expect((await read('/claims', {})).headers.get('location')).toBe('/sign-in');
    isCurator();
    const curator = { cookie: 'paperboy_session=pbs_curator' };
    const { html } = await read('/claims', curator);
    expect(html).toContain('Alice &lt;Adler>');
    expect(html).toContain('action="/claims/claim-0001/confirm"');
    expect((await read('/claims?state=none', curator)).status).toBe(400);
    stage.catalog.on('POST /api/claims/claim-0001/confirm', { body: { claim } });
    expect((await send('/claims/claim-0001/confirm', {})).location).toBe('/claims');
    expect((await send('/claims/..%2Fx/refuse', {})).status).toBeGreaterThanOrEqual(400);
  });

  it('give links, and are told what is wrong with one', async () => {
    knowAlice(stage.catalog);
    expect((await read(PAGE)).html).not.toContain('Give links');
    stage.catalog.on('GET /internal/papers/', {
      body: { ...paper, claimed: [{ author: 1, id: ALICE.id, handle: ALICE.handle, name: ALICE.name }] },
    });
    expect((await read(PAGE)).html).toContain('Give links');
    expect((await read(`${PAGE}/links`)).html).toContain('name="githubRepo"');
    const wrong = await send(`${PAGE}/links`, { projectPage: 'http://10.0.0.1/"><b>', githubRepo: '' });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('Project page: expected https:// and the address of a public page.');
    expect(wrong.html).not.toContain('"><b>');
    stage.catalog.on(`POST /api/papers/${PAPER}/links`, { body: {} });
    const sent = { projectPage: 'https://lab.example.org/', githubRepo: '' };
    expect((await send(`${PAGE}/links`, sent)).location).toBe(PAGE);
    expect(stage.catalog.asked(`POST /api/papers/${PAPER}/links`)[0]?.body).toEqual({
      projectPage: 'https://lab.example.org/',
      githubRepo: null,
    });
  });

  it('have the links that were given before those in the text', async () => {
    const links = { projectPage: 'https://lab.example.org/' };
    const comment = 'Code: https://github.com/zoe/votes, page: https://zoe.github.io/votes';
    stage.catalog.on('GET /internal/papers/', { body: { ...paper, comment, links } });
    const { html } = await read(PAGE, {});
    expect(html).toContain('<a href="https://lab.example.org/">Project page</a>');
    expect(html).toContain('<a href="https://github.com/zoe/votes">Code</a>');
    expect(JSON.parse((await read(`/api/papers/${PAPER}`, {})).html)).toMatchObject({
      ...links,
      githubRepo: 'https://github.com/zoe/votes',
    });
  });
});
