import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALICE, ALICES_SESSION, knowAlice } from './alice.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { FROM_OWN_ORIGIN } from './own-page.js';
import { type Stage, setStageWithoutWriteLimits } from './stage.server.js';

const PAPER = '2602.00001';
const PAGE = `/papers/${PAPER}`;
const API = `/api/papers/${PAPER}`;
const NOW = new Date('2026-11-22T12:00:00.000Z');
const mine = {
  id: 'mine',
  text: 'The bound is *tight*.',
  postedAt: new Date().toISOString(),
  by: { handle: ALICE.handle, name: ALICE.name },
};
const theirs = {
  id: 'theirs',
  text: '<b>Is</b> it?\n\nSee $x^2$.',
  postedAt: NOW.toISOString(),
  replyTo: 'mine',
  by: { handle: 'bo', name: 'Bo' },
};

describe('comments on the page of a paper', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStageWithoutWriteLimits();
  });
  afterAll(() => stage?.stop());
  beforeEach(() => {
    stage.forget();
    knowStandings(stage, { [PAPER]: { upvotes: 1 } });
    stage.catalog.on('GET /internal/papers/', { body: catalogPaper(PAPER) });
    stage.catalog.on(`GET ${API}/comments`, { body: { comments: [theirs, mine] } });
    stage.catalog.on(`GET ${API}/comment/theirs`, { body: { comment: theirs } });
    stage.catalog.on(`GET ${API}/comment/mine`, { body: { comment: mine } });
    stage.catalog.on(`GET ${API}/comment/nothing`, { status: 404, body: { code: 'unknown-comment' } });
  });

  const read = async (path: string, headers: Record<string, string> = ALICES_SESSION) => {
    const answer = await stage.fetch(path, { headers });
    return { status: answer.status, html: await answer.text(), headers: answer.headers };
  };
  const send = async (
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = ALICES_SESSION,
  ) => {
    const answer = await stage.sendForm(path, fields, { ...headers, ...FROM_OWN_ORIGIN });
    return { status: answer.status, html: await answer.text(), headers: answer.headers };
  };

  it('lead people who are not signed in to signing in, and back', async () => {
    expect((await read(PAGE, {})).html).toContain(`<a href="${PAGE}/comment">Sign in to comment</a>`);
    const begun = await read(`${PAGE}/comment`, {});
    expect([begun.status, begun.headers.get('location')]).toEqual([303, '/sign-in']);
    const cookie = String(begun.headers.get('set-cookie'));
    expect(Buffer.from(cookie.split(/[=;]/)[1] as string, 'base64url').toString()).toContain(
      `${PAGE}#comments`,
    );
    expect((await read(`${PAGE}/comment/theirs/reply`, {})).headers.get('location')).toBe(`${PAGE}/comment`);
  });

  it('stand in threads, the text as Markdown, with what the reader may do with each', async () => {
    knowAlice(stage.catalog);
    const { html } = await read(PAGE);
    expect(html).toMatch(/id="comment-mine".*<em>tight<\/em>.*<ol><li id="comment-theirs">/s);
    expect(html).toContain('&lt;b>Is&lt;/b> it?');
    expect(html).toContain(`${PAGE}/comment/mine/edit`);
    expect(html).toContain(`${PAGE}/comment/theirs/reply`);
    expect(html).not.toContain(`${PAGE}/comment/theirs/edit`);
    expect(html).not.toContain('/hide');
  });

  it('that are too old for the page of the paper have pages of their own, which anyone reads', async () => {
    const [first, second] = ['2026-11-22T12:00:00.000Z,mine', '2026-11-20T12:00:00.000Z,old'];
    const old = { ...theirs, id: 'old', replyTo: 'older', postedAt: '2026-11-20T12:00:00.000Z' };
    stage.catalog.on(`GET ${API}/comments`, { body: { comments: [theirs, mine], next: first } });
    stage.catalog.on(`GET ${API}/comments?limit=100&order=newest&after=`, ({ url }) => {
      const after = new URL(url, 'http://here').searchParams.get('after');
      return { body: { comments: after === first ? [old] : [], ...(after === first && { next: second }) } };
    });
    knowAlice(stage.catalog);
    const older = (await read(PAGE)).html;
    const linked = /<a rel="next" href="([^"]+)">Older comments<\/a>/;
    const path = linked.exec(older)?.[1] as string;
    expect(path).toBe(`${PAGE}/comments?after=2026-11-22T12%3A00%3A00.000Z%2Cmine`);
    for (const headers of [{}, ALICES_SESSION]) {
      const { html, status } = await read(path, headers);
      expect([status, html]).toEqual([200, expect.stringContaining('id="comment-old"')]);
      expect(html).toContain(`<link rel="canonical" href="http://papers.example${path}"/>`);
      expect(html).toContain(`href="${PAGE}#comments">The newest comments</a>`);
      expect(html.includes(`${PAGE}/comment/old/reply`)).toBe(headers === ALICES_SESSION);
      const last = await read(linked.exec(html)?.[1] as string, headers);
      expect(last.html).toContain('There are no older comments.');
      expect(last.html).not.toMatch(linked);
    }
    expect((await read(`${PAGE}/comments?after=nothing`)).status).toBe(404);
    const newest = await read(`${PAGE}/comments`);
    expect([newest.status, newest.headers.get('location')]).toEqual([303, `${PAGE}#comments`]);
  });

  it('are posted once, also when the button is pressed twice', async () => {
    knowAlice(stage.catalog);
    stage.catalog.on(`POST ${API}/comment`, { status: 201, body: { comment: mine } });
    const { html } = await read(PAGE);
    const key = /name="key" value="([^"]+)"/.exec(html)?.[1] as string;
    const posted = await send(`${PAGE}/comment`, { comment: ' Hm.\r\n', key });
    expect([posted.status, posted.headers.get('location')]).toEqual([303, `${PAGE}#comment-mine`]);
    await send(`${PAGE}/comment`, { comment: 'Hm.', key });
    const asked = stage.catalog.asked(`POST ${API}/comment`);
    expect(asked.map(({ body, headers }) => [body, headers['idempotency-key']])).toEqual([
      [{ comment: ' Hm.' }, key],
      [{ comment: 'Hm.' }, key],
    ]);
    expect(asked[0]?.caller).toMatchObject({ id: ALICE.id });
  });

  it('are not lost when the session ended meanwhile, and not posted by a page of another site', async () => {
    const { status, html } = await send(`${PAGE}/comment`, { comment: 'Long <thoughts>.' }, {});
    expect(status).toBe(401);
    expect(html).toContain('Long &lt;thoughts>.</textarea>');
    knowAlice(stage.catalog);
    const forged = await stage.sendForm(
      `${PAGE}/comment`,
      { comment: 'Spam.' },
      { ...ALICES_SESSION, origin: 'https://elsewhere.example' },
    );
    expect(forged.status).toBe(403);
    expect(stage.catalog.asked(`POST ${API}`)).toEqual([]);
  });

  it('that say nothing are refused with what to do', async () => {
    knowAlice(stage.catalog);
    for (const comment of ['', ' \n ', 'x'.repeat(5_001)]) {
      const { status, html } = await send(`${PAGE}/comment`, { comment });
      expect(status).toBe(400);
      expect(html).toContain('a comment has 1 to 5000 characters');
    }
    expect((await read(`${PAGE}/comment/nothing/reply`)).status).toBe(404);
    expect((await read(`${PAGE}/comment/..%2Fx/reply`)).status).toBe(404);
  });

  it('are answered on a page that quotes them', async () => {
    knowAlice(stage.catalog);
    stage.catalog.on(`POST ${API}/comment/theirs/reply`, { status: 201, body: { comment: mine } });
    const { html } = await read(`${PAGE}/comment/theirs/reply`);
    expect(html).toContain('Reply to Bo');
    expect(html).toMatch(
      /<textarea[^>]*>&gt; &lt;b&gt;Is&lt;\/b&gt; it\?|<textarea[^>]*>> &lt;b>Is&lt;\/b> it\?/,
    );
    const answered = await send(`${PAGE}/comment/theirs/reply`, { comment: 'It is.' });
    expect(answered.headers.get('location')).toBe(`${PAGE}#comment-mine`);
  });

  it('are changed while that is possible, and deleted, by their authors', async () => {
    knowAlice(stage.catalog);
    stage.catalog.on(`PUT ${API}/comment/mine`, { body: { comment: mine } });
    stage.catalog.on(`DELETE ${API}/comment/mine`, { status: 204 });
    const { html } = await read(`${PAGE}/comment/mine/edit`);
    expect(html).toContain('The bound is *tight*.</textarea>');
    expect((await send(`${PAGE}/comment/mine/edit`, { comment: 'It is.' })).status).toBe(303);
    expect((await send(`${PAGE}/comment/mine/delete`, {})).headers.get('location')).toBe(`${PAGE}#comments`);
    expect(stage.catalog.asked(`DELETE ${API}/comment/mine`)).toHaveLength(1);
    expect((await read(`${PAGE}/comment/theirs/edit`)).status).toBe(403);
    const old = { ...mine, postedAt: new Date(Date.now() - 16 * 60_000).toISOString() };
    stage.catalog.on(`GET ${API}/comment/mine`, { body: { comment: old } });
    const later = (await read(`${PAGE}/comment/mine/edit`)).html;
    expect(later).not.toContain('textarea');
    expect(later).toContain(`action="${PAGE}/comment/mine/delete"`);
  });

  it('are hidden by a curator, who is asked first and can undo it', async () => {
    stage.catalog.on('POST /internal/sessions/resolve', {
      body: { person: { id: 'p9', handle: 'carol', name: 'Carol', role: 'curator' } },
    });
    const carol = { cookie: 'paperboy_session=pbs_carol' };
    stage.catalog.on(`POST ${API}/comment/theirs/hide`, { status: 204 });
    stage.catalog.on(`POST ${API}/comment/theirs/restore`, { status: 204 });
    expect((await read(PAGE, carol)).html).toContain(`${PAGE}/comment/theirs/hide`);
    expect((await read(`${PAGE}/comment/theirs/hide`, carol)).html).toContain('Hide this comment?');
    const hidden = await send(`${PAGE}/comment/theirs/hide`, {}, carol);
    expect(hidden.html).toContain(`action="${PAGE}/comment/theirs/restore"`);
    const restored = await send(`${PAGE}/comment/theirs/restore`, {}, carol);
    expect(restored.headers.get('location')).toBe(`${PAGE}#comment-theirs`);
  });

  it('that are gone leave their place, and no feed or Markdown shows them', async () => {
    const gone = { id: 'gone', text: '', postedAt: NOW.toISOString(), removed: 'author' };
    stage.catalog.on(`GET ${API}/comments`, { body: { comments: [{ ...theirs, replyTo: 'gone' }, gone] } });
    stage.ranking.on('GET /internal/papers/standing', {
      body: { standings: [{ paperId: PAPER, upvotes: 1, comments: 1, included: false }] },
    });
    knowAlice(stage.catalog);
    expect((await read(PAGE)).html).toMatch(/id="comment-gone"><p class="fine">Deleted by its author/);
    expect((await read(`${PAGE}.md`, {})).html).not.toContain('A former reader');
    const feed = await read(`${PAGE}/comments.atom`, {});
    expect(feed.status).toBe(200);
    expect(feed.html.match(/<entry>/g)).toHaveLength(1);
  });
});
