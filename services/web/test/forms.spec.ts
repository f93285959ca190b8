import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import { ALICE, ALICES_SESSION, knowAlice } from './alice.js';
import { knowStandings } from './fake-standings.js';
import { batches, takeVotes, votesOf } from './fake-votes.js';
import { FROM_OWN_PAGE } from './own-page.js';
import { listItem, rankedList } from './ranked-list.js';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

const FROM_OTHER_SITE = { origin: 'https://evil.example' };

/** Makes the fake catalog take sign-in links as Alice's. */
function redeems(): void {
  stage.catalog.on('POST /api/sign-in/link', {
    body: {
      status: 'signed-in',
      sessionToken: 'pbs_new',
      expiresAt: '2099-01-01T00:00:00.000Z',
      person: ALICE,
    },
  });
}

describe('the button of a vote', () => {
  it.each([
    ['text/plain', 'upvote'],
    ['application/json', '5'],
    ['application/json', '["return"]'],
    ['application/json', ''],
    ['application/x-www-form-urlencoded', 'return=1&return=2'],
  ])('votes and leads to the paper when its body is no form: %s %j', async (type, body) => {
    knowAlice(stage.catalog);
    takeVotes(stage.catalog);
    const headers = { ...ALICES_SESSION, ...FROM_OWN_PAGE, 'content-type': type };
    const answer = await stage.fetch('/papers/2602.00001/upvote', { method: 'POST', headers, body });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/papers/2602.00001']);
    expect(batches(stage.catalog)).toHaveLength(1);
  });
});

describe('subscribing', () => {
  it('asks the mailer and says to look into the inbox', async () => {
    stage.mailer.on('POST /api/subscriptions', { status: 202, body: { status: 'confirmation-sent' } });
    const answer = await stage.sendForm('/subscribe', {
      email: ' ann@example.org ',
      hour: '7',
      timeZone: 'Europe/Berlin',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/subscribe/sent']);
    expect(stage.mailer.received[0]?.body).toEqual({
      email: 'ann@example.org',
      hour: 7,
      timeZone: 'Europe/Berlin',
    });
    expect(await (await stage.fetch('/subscribe/sent')).text()).toContain('Check your inbox');
  });

  it('says beside the field what is wrong, with what was typed', async () => {
    const answer = await stage.sendForm('/subscribe', { email: '"><script>' });
    const html = await answer.text();
    expect(answer.status).toBe(400);
    expect(html).toContain('role="alert"');
    expect(html).toContain('value="&quot;><script>"'.replace('<script>', '&lt;script>'));
    expect(stage.mailer.received).toHaveLength(0);
  });

  it('keeps hour and zone when the address was mistyped', async () => {
    const fields = { email: 'ann@example', hour: '17', timeZone: 'Asia/Tokyo' };
    const html = await (await stage.sendForm('/subscribe', fields)).text();
    expect(html).toContain('value="ann@example"');
    expect(html).toMatch(
      /<option[^>]* value="17"[^>]* selected|<option selected value="17"|value="17" selected/,
    );
    expect(html).toMatch(/value="Asia\/Tokyo" selected|selected value="Asia\/Tokyo"/);
    expect(html).toMatch(/Once a day at <[^>]*>17:00<\/span>, <[^>]*>Tokyo, Seoul<\/span> time/);
    // A zone that was chosen is not guessed again.
    expect(html).not.toContain('data-unchosen');
  });

  it('says which zone is meant when none is chosen', async () => {
    const html = await (await stage.fetch('/subscribe')).text();
    expect(html).toMatch(/Once a day at <[^>]*>08:00<\/span>, <[^>]*>UTC<\/span> time/);
  });

  it('is refused from pages of other sites', async () => {
    expect((await stage.sendForm('/subscribe', { email: 'ann@example.org' }, FROM_OTHER_SITE)).status).toBe(
      403,
    );
    expect(stage.mailer.received).toHaveLength(0);
  });
});

describe('the links of mails', () => {
  it('confirm only by the button, since programs follow links', async () => {
    const open = { status: 'open', maskedAddress: 'a…@example.org', hour: 7, timeZone: 'Europe/Berlin' };
    stage.mailer.on('GET /internal/subscriptions/confirmation/tok-1', { body: open });
    stage.mailer.on('POST /internal/subscriptions/confirm', { body: { ...open, status: 'confirmed' } });
    const asked = await (await stage.fetch('/confirm/tok-1')).text();
    expect(asked).toContain('a…@example.org every day at 07:00 (Europe/Berlin)');
    expect(asked).toContain('<form method="post" action="/confirm/tok-1">');
    expect(stage.mailer.asked('POST')).toHaveLength(0);
    const confirmed = await stage.sendForm('/confirm/tok-1', {});
    expect(await confirmed.text()).toContain('You are subscribed');
    expect(stage.mailer.asked('POST /internal/subscriptions/confirm')[0]?.body).toEqual({ token: 'tok-1' });
  });

  it('say when they are too old or not whole', async () => {
    stage.mailer.on('GET /internal/subscriptions/confirmation/old', { body: { status: 'expired' } });
    expect(await (await stage.fetch('/confirm/old')).text()).toContain('This link is too old');
    expect((await stage.fetch('/confirm/unknown')).status).toBe(404);
    expect((await stage.fetch('/confirm/%2e%2e%2fsample')).status).toBe(404);
    expect(stage.mailer.received.every(({ url }) => !url.includes('sample'))).toBe(true);
  });

  test.each([
    ['urlencoded', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [
      'multipart',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    ],
  ])('unsubscribe with one %s click of a mail client: 200, no cookie, no redirect', async (_, type, body) => {
    stage.mailer.on('POST /internal/subscriptions/unsubscribe', { body: { status: 'ended' } });
    const answer = await stage.fetch('/u/tok-2', { method: 'POST', headers: { 'content-type': type }, body });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(stage.mailer.asked('POST')[0]?.body).toEqual({ token: 'tok-2' });
  });

  it('unsubscribe a person by a button, and nobody by a visit', async () => {
    stage.mailer.on('GET /internal/subscriptions/unsubscription/tok-2', {
      body: { status: 'active', maskedAddress: 'a…@example.org' },
    });
    const html = await (await stage.fetch('/u/tok-2')).text();
    expect(html).toContain('<form method="post" action="/u/tok-2">');
    expect(stage.mailer.asked('POST')).toHaveLength(0);
  });
});

describe('pages without papers of their own', () => {
  const PATHS = ['/sign-in', '/sign-in/code', '/subscribe', '/subscribe/sent', '/confirm/tok-1'];

  it('offer the first papers of Trending', async () => {
    stage.mailer.on('GET /internal/subscriptions/confirmation/', { body: { status: 'open' } });
    const body = rankedList([listItem('2602.00007')], { list: 'trending' });
    stage.ranking.on('GET /internal/lists/trending', { body });
    // A page is shown without papers when ranking takes long, as on a machine under load.
    for (const path of PATHS)
      await waitFor(async () => (await (await stage.fetch(path)).text()).includes('/papers/2602.00007'));
  });

  it('are shown without them while ranking is away or does not answer', async () => {
    const toRead = async () => (await (await stage.fetch('/sign-in')).text()).includes('To read meanwhile');
    stage.ranking.on('GET /internal/lists/', { status: 503, body: { code: 'away', detail: 'Away.' } });
    expect(await toRead()).toBe(true);
    stage.ranking.on('GET /internal/lists/', { body: rankedList([]), after: new Promise(() => {}) });
    expect(await toRead()).toBe(true);
  });
});

describe('undoing a goodbye', () => {
  it('is one press on the page that told of it', async () => {
    stage.mailer.on('POST /internal/subscriptions/unsubscribe', { body: { status: 'ended' } });
    const left = await (await stage.sendForm('/u/tok-2', {})).text();
    expect(left).toContain('<form method="post" action="/u/tok-2/undo">');
    stage.mailer.on('POST /internal/subscriptions/restore', { body: { status: 'active' } });
    const answer = await stage.sendForm('/u/tok-2/undo', {});
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('You are subscribed again');
  });

  it('says what to do when it comes too late', async () => {
    stage.mailer.on('POST /internal/subscriptions/restore', {
      status: 409,
      body: { code: 'too-late-to-restore', detail: 'Too late.' },
    });
    const answer = await stage.sendForm('/u/tok-2/undo', {});
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('href="/subscribe"');
  });
});

describe('signing in', () => {
  it('uses a link up only by its button and keeps the session in a cookie of this site', async () => {
    redeems();
    stage.catalog.on('POST /internal/sign-in-links/check', { status: 204 });
    expect((await stage.fetch('/sign-in/pbl_abc')).status).toBe(200);
    expect(stage.catalog.asked('POST /api/sign-in/link')).toHaveLength(0);
    const answer = await stage.sendForm('/sign-in/pbl_abc', {});
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(answer.headers.getSetCookie()[0]).toBe(
      'paperboy_session=pbs_new; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax',
    );
    expect((await stage.sendForm('/sign-in/pbl_abc', {}, FROM_OTHER_SITE)).status).toBe(403);
  });

  it('says when a link was used already', async () => {
    stage.catalog.on('POST /api/sign-in/link', {
      status: 404,
      body: { code: 'sign-in-link-used', detail: 'Used.' },
    });
    const answer = await stage.sendForm('/sign-in/pbl_used', {});
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('This link has been used');
  });

  it.each([
    ['sign-in-link-used', 'This link has been used'],
    ['sign-in-link-replaced', 'There is a newer link'],
    ['sign-in-link-expired', 'This link is too old'],
    ['unknown-sign-in-link', 'This is no sign-in link'],
  ])(
    'says so on the page of a link that is useless, before its button is pressed: %s',
    async (code, said) => {
      stage.catalog.on('POST /internal/sign-in-links/check', { status: 404, body: { code, detail: 'No.' } });
      const looked = await stage.fetch('/sign-in/pbl_useless');
      const html = await looked.text();
      expect([looked.status, html.includes(said)]).toEqual([404, true]);
      expect(html).not.toContain('action="/sign-in/');
      expect(html).not.toContain('There is nothing here');
      knowAlice(stage.catalog);
      const signedIn = await stage.fetch('/sign-in/pbl_useless', { headers: ALICES_SESSION });
      expect(await signedIn.text()).toContain('You are signed in as Alice Adler');
    },
  );

  it('brings back one who voted while signed out, with the vote that the page showed', async () => {
    const back = '/papers/trending?p=1#p-2602.23229';
    const voted = await stage.sendForm('/papers/2602.23229/upvote', { return: back });
    expect([voted.status, voted.headers.get('location')]).toEqual([303, '/sign-in']);
    const remembered = { cookie: (voted.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
    const why = await (await stage.fetch('/sign-in', { headers: remembered })).text();
    expect(why).toContain('Upvoting needs an account.');
    stage.catalog.on('POST /internal/sign-in-links/check', { status: 204 });
    const page = await (await stage.fetch('/sign-in/pbl_abc', { headers: remembered })).text();
    expect(page).toContain('Sign in and upvote');
    const fields = Object.fromEntries(
      [...page.matchAll(/name="(vote|return)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    expect(fields).toEqual({ vote: '2602.23229', return: back });
    redeems();
    takeVotes(stage.catalog);
    expect((await stage.sendForm('/sign-in/pbl_abc', fields, FROM_OTHER_SITE)).status).toBe(403);
    const signedIn = await stage.sendForm('/sign-in/pbl_abc', fields, { ...FROM_OWN_PAGE, ...remembered });
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, back]);
    expect(signedIn.headers.getSetCookie()[1]).toContain('paperboy_interrupted=; Path=/sign-in; Max-Age=0');
    expect(batches(stage.catalog).flatMap(votesOf)).toMatchObject([
      { personId: ALICE.id, paperId: '2602.23229', wish: 'cast' },
    ]);
  });

  it('casts no vote that the page did not show, and signs in when the vote is refused', async () => {
    redeems();
    takeVotes(stage.catalog);
    const remembered = 'paperboy_interrupted=eyJ2b3RlIjoiMjYwMi4yMzIyOSJ9';
    const plain = await stage.sendForm('/sign-in/pbl_abc', {}, { ...FROM_OWN_PAGE, cookie: remembered });
    expect([plain.status, batches(stage.catalog).length]).toEqual([303, 0]);
    stage.catalog.on('POST /internal/votes', {
      status: 409,
      body: { code: 'paper-withdrawn', detail: 'Withdrawn.' },
    });
    const refused = await stage.sendForm('/sign-in/pbl_abc', { vote: '2602.23229', return: '/papers/new' });
    const html = await refused.text();
    expect([
      refused.status,
      refused.headers.getSetCookie()[0]?.startsWith('paperboy_session=pbs_new'),
    ]).toEqual([200, true]);
    expect(html).toContain('Your upvote could not be cast');
    expect(html).toContain('href="/papers/new"');
  });

  it('ends with the session in the catalog and without the cookie', async () => {
    stage.catalog.on('DELETE /internal/sessions', { status: 204 });
    const answer = await stage.sendForm('/sign-out', {}, { ...FROM_OWN_PAGE, ...ALICES_SESSION });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('set-cookie')).toContain('paperboy_session=; Path=/; Max-Age=0');
    expect(stage.catalog.asked('DELETE /internal/sessions')).toHaveLength(1);
  });
});

describe('the vote button', () => {
  it('votes as the reader and goes back to where it was pressed', async () => {
    knowAlice(stage.catalog);
    takeVotes(stage.catalog);
    const cast = await stage.sendForm(
      '/papers/2602.23229/upvote',
      { return: '/papers/trending?p=1#p-2602.23229' },
      { ...FROM_OWN_PAGE, ...ALICES_SESSION },
    );
    expect([cast.status, cast.headers.get('location')]).toEqual([303, '/papers/trending?p=1#p-2602.23229']);
    const back = await stage.sendForm(
      '/papers/hep-th/9901001/upvote/withdraw',
      {},
      { ...FROM_OWN_PAGE, ...ALICES_SESSION },
    );
    expect([back.status, back.headers.get('location')]).toEqual([303, '/papers/hep-th/9901001']);
    expect(batches(stage.catalog).flatMap(votesOf)).toMatchObject([
      { personId: ALICE.id, paperId: '2602.23229', wish: 'cast' },
      { personId: ALICE.id, paperId: 'hep-th/9901001', wish: 'withdraw' },
    ]);
  });

  it('sends who is not signed in to do so, and never to another site', async () => {
    const answer = await stage.sendForm('/papers/2602.23229/upvote', { return: '//evil.example' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in']);
    knowAlice(stage.catalog);
    takeVotes(stage.catalog);
    const signedIn = await stage.sendForm(
      '/papers/2602.23229/upvote',
      { return: '//evil.example' },
      { ...FROM_OWN_PAGE, ...ALICES_SESSION },
    );
    expect(signedIn.headers.get('location')).toBe('/');
  });

  it('tells a script how the paper stands, and leads it nowhere', async () => {
    const data = { ...FROM_OWN_PAGE, accept: 'application/json' };
    const signedOut = await stage.sendForm('/papers/2602.23229/upvote', {}, data);
    expect([signedOut.status, signedOut.headers.get('set-cookie')]).toEqual([401, null]);
    expect(await signedOut.json()).toMatchObject({ code: 'unauthorized', detail: expect.any(String) });
    knowAlice(stage.catalog);
    takeVotes(stage.catalog, {
      '2602.66666': { status: 404, code: 'unknown-paper', detail: 'There is no such paper.' },
    });
    knowStandings(stage, { '2602.23229': { upvotes: 41, upvoted: true } });
    const cast = await stage.sendForm('/papers/2602.23229/upvote', {}, { ...data, ...ALICES_SESSION });
    expect(await cast.json()).toEqual({ paperId: '2602.23229', upvoted: true, upvotes: 42 });
    expect(cast.headers.get('cache-control')).toBe('no-store');
    stage.ranking.on('GET /internal/papers/standing', {
      status: 503,
      body: { code: 'away', detail: 'Away.' },
    });
    const uncounted = await stage.sendForm(
      '/papers/2602.23229/upvote/withdraw',
      {},
      { ...data, ...ALICES_SESSION },
    );
    expect(await uncounted.json()).toEqual({ paperId: '2602.23229', upvoted: false });
    const refused = await stage.sendForm('/papers/2602.66666/upvote', {}, { ...data, ...ALICES_SESSION });
    expect([refused.status, refused.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await refused.json()).toMatchObject({ code: 'unknown-paper', detail: 'There is no such paper.' });
    const forged = { ...FROM_OTHER_SITE, accept: 'application/json', ...ALICES_SESSION };
    expect((await stage.sendForm('/papers/2602.23229/upvote', {}, forged)).status).toBe(403);
  });

  it('does nothing for pages of other sites', async () => {
    knowAlice(stage.catalog);
    expect(
      (await stage.sendForm('/papers/2602.23229/upvote', {}, { ...FROM_OTHER_SITE, ...ALICES_SESSION }))
        .status,
    ).toBe(403);
    expect(batches(stage.catalog)).toHaveLength(0);
  });
});
