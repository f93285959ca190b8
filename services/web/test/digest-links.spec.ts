import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALICE, knowAliceAnew } from './alice.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { batches, takeVotes, votesOf } from './fake-votes.js';
import { FROM_OWN_PAGE } from './own-page.js';
import { type Stage, setStageWithoutWriteLimits } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStageWithoutWriteLimits();
});
afterAll(() => stage?.stop());

const TOKEN = 'iTadsgXpFy5xelms7MqGGMSG8n9-';
const EDITION = 'day-2026-11-22';
const PAPER = '2611.00042';
const OLD_PAPER = 'hep-th/9901001';
const LINK = `/u/${TOKEN}/vote/${EDITION}/${PAPER}`;
const LINKED = { token: TOKEN, edition: EDITION, paperId: PAPER };

beforeEach(() => {
  stage.forget();
  for (const id of [PAPER, OLD_PAPER])
    stage.catalog.on(`GET /internal/papers/${encodeURIComponent(id)}`, {
      body: catalogPaper(id, { title: 'Rings & <fields>' }),
    });
  knowStandings(stage, { [PAPER]: { upvotes: 3 } });
  takeVotes(stage.catalog);
  stage.mailer.on('POST /internal/digest-votes', { body: { status: 'cast' } });
  stage.mailer.on('POST /internal/digest-votes/link', { body: { until: '2026-12-23T00:00:00.000Z' } });
  stage.mailer.on('POST /internal/digest-votes/sign-in', { status: 202, body: { request: 'a-secret' } });
});

const press = (path: string, headers: Record<string, string> = FROM_OWN_PAGE) =>
  stage.sendForm(path, {}, headers);
const casts = () => stage.mailer.received.filter(({ url }) => url === '/internal/digest-votes');

describe('the link to vote in a digest', () => {
  it('leads to a page with a button and casts nothing by itself, since scanners follow links', async () => {
    const answer = await stage.fetch(LINK);
    const html = await answer.text();
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    expect(html).toContain(`<form method="post" action="${LINK}">`);
    expect(html).toContain('Rings &amp; &lt;fields>');
    expect(html).toContain('<meta name="robots" content="noindex"');
    expect([casts(), batches(stage.catalog)]).toEqual([[], []]);
  });

  it('casts the vote by the button, without making a session', async () => {
    const answer = await press(LINK);
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
    expect(await answer.text()).toContain('Your upvote is cast');
    expect(casts().map(({ body }) => body)).toEqual([LINKED]);
  });

  it('takes old ids, whose slash is escaped', async () => {
    const link = `/u/${TOKEN}/vote/${EDITION}/${encodeURIComponent(OLD_PAPER)}`;
    expect(await (await stage.fetch(link)).text()).toContain(`action="${link}"`);
    expect((await press(link)).status).toBe(200);
    expect(casts()[0]?.body).toEqual({ ...LINKED, paperId: OLD_PAPER });
  });

  it('votes for the person who is signed in, to whom the mail may have been forwarded', async () => {
    const alice = knowAliceAnew(stage.catalog);
    expect(await (await stage.fetch(LINK, { headers: alice })).text()).toContain(
      `signed in as ${ALICE.name}`,
    );
    expect((await press(LINK, alice)).status).toBe(200);
    expect(batches(stage.catalog).flatMap(votesOf)).toMatchObject([
      { personId: ALICE.id, paperId: PAPER, wish: 'cast' },
    ]);
    expect(casts()).toEqual([]);
  });

  it('says that voting needs an account, and sends the sign-in mail to the reader’s address, which no page has', async () => {
    stage.mailer.on('POST /internal/digest-votes', ({ url }) =>
      url === '/internal/digest-votes' ? { body: { status: 'account-needed' } } : undefined,
    );
    const html = await (await press(LINK)).text();
    expect(html).toContain('Upvoting needs an account');
    expect(html).toContain(`action="${LINK}/account"`);
    const answer = await press(`${LINK}/account`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in/code']);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    expect(cookies[0]).toBe('paperboy_asked=a-secret');
    // The page of the code shows the vote that waits.
    const code = await stage.fetch('/sign-in/code', { headers: { cookie: cookies.join('; ') } });
    expect(await code.text()).toMatch(new RegExp(`name="vote" value="${PAPER}"`));
  });

  it.each([
    ['unknown-link', 'This link is not whole'],
    ['link-ended', 'This link has ended'],
  ])('gets a clear page when it is refused as %s', async (code, words) => {
    const refused = { status: 404, body: { code, detail: 'No.', error: 'No.' } };
    for (const start of ['', '/link', '/sign-in'])
      stage.mailer.on(`POST /internal/digest-votes${start}`, refused);
    for (const answer of [await stage.fetch(LINK), await press(LINK), await press(`${LINK}/account`)]) {
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain(words);
    }
  });

  it.each([
    ['a paper that is none', `/u/${TOKEN}/vote/${EDITION}/nonsense`],
    ['an edition that is none', `/u/${TOKEN}/vote/day-22/${PAPER}`],
  ])('is not whole with %s', async (_what, path) => {
    const answer = await stage.fetch(path);
    expect([answer.status, (await answer.text()).includes('This link is not whole')]).toEqual([404, true]);
    expect(stage.mailer.received).toEqual([]);
  });

  it('is not pressed by a page of another site', async () => {
    const forged = await press(LINK, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' });
    expect(forged.status).toBe(403);
    expect(casts()).toEqual([]);
  });

  it('says why a vote could not be cast', async () => {
    const detail = 'Paper 2611.00042 was withdrawn: it takes no new votes.';
    stage.mailer.on('POST /internal/digest-votes', ({ url }) =>
      url === '/internal/digest-votes'
        ? { status: 409, body: { code: 'paper-withdrawn', detail, error: detail } }
        : undefined,
    );
    const answer = await press(LINK);
    expect([answer.status, (await answer.text()).includes(detail)]).toEqual([409, true]);
  });
});

describe('a digest in the browser', () => {
  const html = '<!DOCTYPE html><html lang="en"><body style="margin:0">The mail</body></html>';

  it('is the archive’s page of an edition, with inline styles and without anything that runs', async () => {
    stage.mailer.on(`GET /internal/editions/${EDITION}/page`, { body: { html } });
    const answer = await stage.fetch(`/editions/${EDITION}`);
    expect([answer.status, await answer.text()]).toEqual([200, html]);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none';style-src 'unsafe-inline'");
    expect(policy).not.toContain('script-src');
    for (const id of ['day-22', 'nonsense']) expect((await stage.fetch(`/editions/${id}`)).status).toBe(404);
  });

  it('is the reader’s own by the link in the mail, kept by no cache and listed nowhere', async () => {
    stage.mailer.on('POST /internal/digest-pages', { body: { html } });
    const answer = await stage.fetch(`/u/${TOKEN}/mail/${EDITION}`);
    expect([answer.status, await answer.text()]).toEqual([200, html]);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(stage.mailer.received[0]?.body).toEqual({ token: TOKEN, edition: EDITION });
    stage.mailer.on('POST /internal/digest-pages', {
      status: 404,
      body: { code: 'unknown-link', detail: 'No.', error: 'No.' },
    });
    expect((await stage.fetch(`/u/${TOKEN}/mail/${EDITION}`)).status).toBe(404);
  });
});
