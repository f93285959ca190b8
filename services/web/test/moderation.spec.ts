import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALICE, knowAlice } from './alice.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { FROM_OWN_ORIGIN } from './own-page.js';
import { type Stage, setStageWithoutWriteLimits } from './stage.server.js';

const PAPER = '2602.00001';
const PAGE = `/papers/${PAPER}`;
const API = `/api/papers/${PAPER}`;
const AT = '2026-11-22T08:15:00.000Z';
const theirs = { id: 'theirs', text: 'Hm.', postedAt: AT, by: { handle: 'bo', name: 'Bo' } };
const mine = {
  id: 'mine',
  text: 'See https://shop.example/x.',
  postedAt: AT,
  held: true,
  by: { handle: 'alice', name: 'Alice' },
};

describe('pages of moderation', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStageWithoutWriteLimits();
  });
  afterAll(() => stage?.stop());
  beforeEach(() => {
    stage.forget();
    knowStandings(stage, { [PAPER]: { upvotes: 1 } });
    stage.catalog.on('GET /internal/papers/', { body: catalogPaper(PAPER) });
    stage.catalog.on(`GET ${API}/comments`, { body: { comments: [theirs] } });
    stage.catalog.on(`GET ${API}/comment/theirs`, { body: { comment: theirs } });
  });

  let people = 0;
  /** The headers of a person of this role, whom web does not remember from another test. */
  const signedIn = (role: 'reader' | 'curator' | 'admin'): Record<string, string> => {
    people += 1;
    stage.catalog.on('POST /internal/sessions/resolve', { body: { person: { ...ALICE, role } } });
    return { cookie: `paperboy_session=pbs_moderation${people}` };
  };
  const read = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await stage.fetch(path, { headers });
    return { status: answer.status, html: await answer.text(), to: answer.headers.get('location') };
  };
  const send = async (path: string, fields: Record<string, string>, headers: Record<string, string>) => {
    const answer = await stage.sendForm(path, fields, { ...headers, ...FROM_OWN_ORIGIN });
    return { status: answer.status, html: await answer.text(), to: answer.headers.get('location') };
  };

  it.each(['/queue', '/set-aside', '/audit', '/people'])(
    '%s leads to signing in, and shows a refusal as one',
    async (path) => {
      expect(await read(path)).toMatchObject({ status: 303, to: '/sign-in' });
      const refused = {
        status: 403,
        body: { code: 'not-allowed', detail: 'Only admins may do this.' },
      };
      stage.catalog.on('GET /api/', refused);
      const { status, html } = await read(path, signedIn('reader'));
      expect(status).toBe(403);
      expect(html).toContain('That is not allowed');
      expect((await read(`${path}?p=x&role=x`, signedIn('reader'))).status).toBeGreaterThanOrEqual(400);
    },
  );

  it('are in the foot of pages for those who may see them', async () => {
    const foot = async (role: 'reader' | 'curator' | 'admin') => {
      const { html } = await read(PAGE, signedIn(role));
      return ['/queue', '/set-aside', '/people', '/audit'].filter((path) =>
        html.includes(`<a href="${path}">`),
      );
    };
    expect(await foot('reader')).toEqual([]);
    expect(await foot('curator')).toEqual(['/queue', '/set-aside']);
    expect(await foot('admin')).toEqual(['/queue', '/set-aside', '/people', '/audit']);
  });

  it('the audit log tells who did what, and what is not known to be done', async () => {
    const entry = { id: '1', at: AT, act: 'comment-hidden', byKind: 'person', done: true };
    stage.catalog.on('GET /api/audit', {
      body: {
        entries: [
          {
            ...entry,
            by: { handle: 'carol', name: 'Carol <b>' },
            paperId: PAPER,
            commentId: 'c1',
            reason: 'Spam',
          },
          { ...entry, id: '2', act: 'role-changed', byKind: 'operator', role: 'curator', done: false },
          { ...entry, id: '3', act: 'of-the-future' },
        ],
      },
    });
    const { html } = await read('/audit?p=2', signedIn('admin'));
    expect(html).toMatch(/Carol &lt;b>|Carol &lt;b&gt;/);
    expect(html).toContain(`href="${PAGE}#comment-c1"`);
    expect(html).toContain('“Spam”');
    expect(html).toMatch(/An operator.*gave a role.*whether it was done is not known/s);
    expect(html).toContain('Somebody who has left');
    expect(html).toContain('of the future');
    expect(stage.catalog.asked('GET /api/audit')[0]?.url).toContain('p=2');
  });

  it('an admin gives a role, and no page of another site does', async () => {
    const admin = signedIn('admin');
    const person = { id: 'bo', handle: 'bo', name: 'Bo', role: 'reader' };
    stage.catalog.on('GET /api/people?', { body: { people: [{ ...person, since: '2026-11-01' }] } });
    stage.catalog.on('PUT /api/people/bo/role', { body: { person } });
    expect((await read('/people?q=b', admin)).html).toContain('action="/people/bo/role"');
    expect(await send('/people/bo/role', { role: 'curator' }, admin)).toMatchObject({
      status: 303,
      to: '/people?q=bo',
    });
    expect(stage.catalog.asked('PUT /api/people/bo/role')[0]?.body).toEqual({ role: 'curator' });
    expect((await send('/people/bo/role', { role: 'king' }, admin)).status).toBe(400);
    const forged = await stage.sendForm(
      '/people/bo/role',
      { role: 'admin' },
      { ...admin, origin: 'https://elsewhere.example' },
    );
    expect(forged.status).toBe(403);
    expect(stage.catalog.asked('PUT /api/people/bo/role')).toHaveLength(1);
  });

  it('the queue shows why a comment waits and who wrote it, and a curator decides', async () => {
    const curator = signedIn('curator');
    const by = {
      handle: 'bo',
      name: 'Bo',
      role: 'reader',
      since: '2026-11-21',
      comments: 4,
      hidden: 1,
      reports: 2,
    };
    const item = { comment: theirs, paper: { id: PAPER, title: 'A title' }, since: AT, by };
    stage.catalog.on('GET /api/queue', {
      body: {
        queue: [
          { ...item, why: 'held', reports: [], comment: { ...theirs, id: 'held' } },
          { ...item, why: 'reported', reports: [{ reason: 'abuse', note: '<i>Rude</i>', at: AT }] },
        ],
      },
    });
    for (const deed of ['publish', 'dismiss', 'hide'])
      stage.catalog.on(`POST ${API}/comment/theirs/${deed}`, { status: 204 });
    const { html } = await read('/queue', curator);
    expect(html).toContain(`action="${PAGE}/comment/held/publish"`);
    expect(html).toContain(`action="${PAGE}/comment/theirs/dismiss"`);
    expect(html).toContain('4 comments');
    expect(html).not.toContain('<i>Rude');
    for (const deed of ['publish', 'dismiss'])
      expect((await send(`${PAGE}/comment/theirs/${deed}`, {}, curator)).to).toBe('/queue');
    const hidden = await send(`${PAGE}/comment/theirs/hide`, { reason: ' Spam ' }, curator);
    expect(hidden.html).toContain(`action="${PAGE}/comment/theirs/restore"`);
    expect(stage.catalog.asked(`POST ${API}/comment/theirs/hide`)[0]?.body).toEqual({ reason: 'Spam' });
    await send(`${PAGE}/comment/theirs/hide`, { reason: '' }, curator);
    expect(stage.catalog.asked(`POST ${API}/comment/theirs/hide`)[1]?.body).toEqual({});
  });

  it('a curator suspends a person with a reason, and lifts it', async () => {
    const curator = signedIn('curator');
    const history = {
      handle: 'bo',
      name: 'Bo',
      role: 'reader',
      since: '2026-11-21',
      comments: 1,
      hidden: 0,
      reports: 0,
    };
    stage.catalog.on('GET /api/people/bo/history', { body: { history } });
    for (const deed of ['suspend', 'lift']) stage.catalog.on(`POST /api/people/bo/${deed}`, { status: 204 });
    expect((await read('/people/bo/history', curator)).html).toContain('action="/people/bo/suspend"');
    const empty = await send('/people/bo/suspend', { reason: ' ' }, curator);
    expect([empty.status, empty.html]).toEqual([400, expect.stringContaining('Say why')]);
    expect((await send('/people/bo/suspend', { reason: 'Spam' }, curator)).to).toBe('/people/bo/history');
    expect(stage.catalog.asked('POST /api/people/bo/suspend').map(({ body }) => body)).toEqual([
      { reason: 'Spam' },
    ]);
    const suspended = { at: AT, reason: 'Spam' };
    stage.catalog.on('GET /api/people/bo/history', { body: { history: { ...history, suspended } } });
    expect((await read('/people/bo/history', curator)).html).toContain('action="/people/bo/lift"');
    expect((await send('/people/bo/lift', {}, curator)).status).toBe(303);
    expect((await read('/people/bo/history')).to).toBe('/sign-in');
  });

  it('a curator sees which votes do not count and why, and decides on rings', async () => {
    const curator = signedIn('curator');
    const id = 'a'.repeat(24);
    const paper = { id: PAPER, title: 'A title' };
    const ring = {
      id,
      state: 'found',
      people: [{ handle: 'bo', name: 'Bo', since: '2026-11-21' }],
      papers: [paper],
    };
    const decided = { ...ring, id: 'b'.repeat(24), state: 'set-aside', at: AT };
    stage.catalog.on('GET /api/rings', { body: { rings: [ring, decided] } });
    stage.catalog.on('GET /api/set-aside', {
      body: {
        votes: [{ paper, by: { handle: 'bo', name: 'Bo' }, reason: 'suspended', standing: true, castAt: AT }],
      },
    });
    stage.catalog.on('POST /api/rings/', { status: 204 });
    const { html } = await read('/set-aside', curator);
    expect(html).toContain('cast by people who are suspended');
    expect(html).toContain(`action="/set-aside/rings/${id}/set-aside"`);
    expect(html).toContain(`action="/set-aside/rings/${decided.id}/restore"`);
    for (const deed of ['set-aside', 'restore'])
      expect((await send(`/set-aside/rings/${id}/${deed}`, {}, curator)).to).toBe('/set-aside');
    expect((await send('/set-aside/rings/..%2f/restore', {}, curator)).status).toBe(404);
  });

  it('web tells the catalog which requests share a network, and not which network', async () => {
    await read(PAGE, signedIn('reader'));
    await read(PAGE, signedIn('reader'));
    const bodies = stage.catalog.asked('POST /internal/sessions/resolve').map(({ body }) => body);
    const marks = bodies.map((body) => (body as { network: string }).network);
    expect(marks).toEqual([marks[0], marks[0]]);
    expect(marks[0]).toMatch(/^[\w-]{16}$/);
  });

  it('a reader reports a comment of somebody else, and is told what happens', async () => {
    const reader = signedIn('reader');
    stage.catalog.on(`POST ${API}/comment/theirs/report`, { status: 204 });
    expect((await read(PAGE, reader)).html).toContain(`${PAGE}/comment/theirs/report`);
    expect((await read(`${PAGE}/comment/theirs/report`, reader)).html).toContain('Report this comment?');
    expect((await read(`${PAGE}/comment/theirs/report`)).to).toBe(`${PAGE}/comment`);
    const sent = await send(`${PAGE}/comment/theirs/report`, { reason: 'spam', note: '' }, reader);
    expect(sent.html).toContain('Thank you');
    expect(stage.catalog.asked(`POST ${API}/comment/theirs/report`)[0]?.body).toEqual({ reason: 'spam' });
    expect((await send(`${PAGE}/comment/theirs/report`, { reason: 'x' }, reader)).status).toBe(400);
    expect((await send(`${PAGE}/comment/theirs/report`, { reason: 'spam' }, {})).status).toBe(401);
  });

  it('its writer sees a comment that waits, and may change it; nobody else sees it', async () => {
    stage.catalog.on(`GET ${API}/held-comments`, { body: { comments: [mine] } });
    const { html } = await read(PAGE, signedIn('reader'));
    expect(html).toMatch(/id="comment-mine".*waits for a curator/s);
    expect(html).toContain('rel="nofollow noopener ugc"');
    expect((await read(`${PAGE}/comment/mine/edit`, signedIn('reader'))).status).toBe(200);
    stage.catalog.on(`GET ${API}/held-comments`, { body: { comments: [] } });
    knowAlice(stage.catalog);
    expect((await read(`${PAGE}/comment/mine/edit`, signedIn('reader'))).status).toBe(404);
    expect((await read(PAGE)).html).not.toContain('shop.example');
  });

  it('where comments are locked a reader finds no form, and a curator the way to unlock them', async () => {
    stage.catalog.on(`GET ${API}/comments`, { body: { comments: [theirs], locked: true } });
    stage.catalog.on(`POST ${API}/comments/`, { status: 204 });
    const reader = (await read(PAGE, signedIn('reader'))).html;
    expect(reader).toContain('have locked these comments');
    expect(reader).not.toContain(`action="${PAGE}/comment"`);
    const curator = signedIn('curator');
    const { html } = await read(PAGE, curator);
    expect(html).toContain(`action="${PAGE}/comments/unlock"`);
    expect(html).toContain(`action="${PAGE}/comment"`);
    for (const deed of ['lock', 'unlock'])
      expect((await send(`${PAGE}/comments/${deed}`, {}, curator)).to).toBe(`${PAGE}#comments`);
  });
});
