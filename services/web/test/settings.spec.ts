import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { ALICE, knowAliceAnew } from './alice.js';
import { takeVotes } from './fake-votes.js';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

const TOKEN = {
  id: 'bbbbbbbbbbbbbbbb',
  name: 'My <script>',
  scope: 'read',
  createdAt: '2026-11-20T10:00:00.000Z',
  expiresAt: '2027-02-18T10:00:00.000Z',
};

function hasCredentials(): void {
  const session = {
    id: 'aaaaaaaaaaaaaaaa',
    device: 'Firefox on Linux',
    createdAt: '2026-11-20T10:00:00.000Z',
    usedAt: '2026-11-22T09:00:00.000Z',
    expiresAt: '2026-12-22T09:10:00.000Z',
  };
  stage.catalog.on('GET /api/settings/sessions', {
    body: { sessions: [session, { ...session, id: 'cccccccccccccccc', device: 'Safari on an iPhone' }] },
  });
  stage.catalog.on('GET /api/settings/tokens', { body: { tokens: [TOKEN] } });
}

describe('the page of settings', () => {
  it('lists sessions and tokens, and marks the session that looks at it', async () => {
    const headers = knowAliceAnew(stage.catalog);
    hasCredentials();
    const answer = await stage.fetch('/settings', { headers });
    const html = await answer.text();
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(html).toMatch(/Firefox on Linux<\/strong>, this one/);
    expect(html).not.toMatch(/Safari on an iPhone<\/strong>, this one/);
    expect(html).toContain('2026-11-22 09:00 UTC');
    expect(html).toContain('My &lt;script>');
    // Nobody can sign in by an institution here.
    expect(html).not.toContain('/settings/institutions');
    expect(stage.catalog.asked('GET /api/settings/tokens')[0]?.caller).toMatchObject({ id: ALICE.id });
  });

  it('lead to the digests of the person, each with its settings', async () => {
    const headers = knowAliceAnew(stage.catalog);
    const settings = { cadence: 'week', weekday: 1, hour: 7, timeZone: 'UTC', categories: ['cs.LG'] };
    const token = 'D'.repeat(28);
    const next = { localDate: '2026-11-30', dueAt: '2026-11-30T07:00:00.000Z' };
    stage.mailer.on('GET /api/settings/digests', { body: { digests: [{ token, settings, next }] } });
    const html = await (await stage.fetch('/settings/digests', { headers })).text();
    expect(html).toMatch(new RegExp(`href="/u/${token}/settings">\\s*Every week at 07:00, cs.LG`));
    expect(html).toContain('Next: Monday, 30 November 2026, 07:00');
    expect(stage.mailer.asked('GET /api/settings/digests')[0]?.caller).toMatchObject({ id: ALICE.id });
    stage.mailer.on('GET /api/settings/digests', { body: { digests: [] } });
    expect(await (await stage.fetch('/settings/digests', { headers })).text()).toContain(
      'None comes to the address',
    );
    expect((await stage.fetch('/settings/digests')).headers.get('location')).toBe('/sign-in');
  });

  it('start a digest and lead to its settings, and end one', async () => {
    const headers = knowAliceAnew(stage.catalog);
    const token = 'E'.repeat(28);
    stage.mailer.on('GET /api/settings/digests', { body: { digests: [] } });
    stage.mailer.on('POST /api/settings/digests', { status: 201, body: { token } });
    stage.mailer.on('DELETE /api/settings/digests/', { status: 204 });
    expect(await (await stage.fetch('/settings/digests', { headers })).text()).toMatch(
      /Start one[\s\S]*<form method="post" action="\/settings\/digests"/,
    );
    const fields = { cadence: 'week', hour: '7', timeZone: 'Europe/Berlin' };
    const started = await stage.sendForm('/settings/digests', fields, headers);
    expect([started.status, started.headers.get('location')]).toEqual([303, `/u/${token}/settings`]);
    const [sent] = stage.mailer.asked('POST /api/settings/digests');
    expect(sent?.caller).toMatchObject({ id: ALICE.id });
    expect(sent?.body).toEqual({ cadence: 'week', hour: 7, timeZone: 'Europe/Berlin' });
    const ended = await stage.sendForm(`/settings/digests/${token}/end`, {}, headers);
    expect([ended.status, ended.headers.get('location')]).toEqual([303, '/settings/digests']);
    expect(stage.mailer.asked(`DELETE /api/settings/digests/${token}`)[0]?.caller).toMatchObject({
      id: ALICE.id,
    });
    const detail = 'A reader has at most five subscriptions.';
    stage.mailer.on('POST /api/settings/digests', {
      status: 409,
      body: { code: 'too-many-subscriptions', detail, error: detail },
    });
    const refused = await stage.sendForm('/settings/digests', fields, headers);
    expect([refused.status, (await refused.text()).includes(detail)]).toEqual([409, true]);
    const wrong = await stage.sendForm('/settings/digests', { ...fields, hour: '24' }, headers);
    expect([wrong.status, (await wrong.text()).includes('Please check the cadence')]).toEqual([400, true]);
  });

  it('leads those who are not signed in to the sign-in, and back', async () => {
    for (const answer of [await stage.fetch('/settings'), await stage.sendForm('/settings/tokens', {}, {})]) {
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in']);
      expect(answer.headers.get('set-cookie')).toContain('paperboy_interrupted=');
    }
  });

  it('shows a new token once', async () => {
    const headers = knowAliceAnew(stage.catalog);
    hasCredentials();
    stage.catalog.on('POST /api/settings/tokens', { status: 201, body: { ...TOKEN, token: 'pbt_secret' } });
    const answer = await stage.sendForm(
      '/settings/tokens',
      { name: ' Reader ', scope: 'read', days: '30' },
      headers,
    );
    expect(await answer.text()).toContain('<code>pbt_secret</code>');
    expect(stage.catalog.asked('POST /api/settings/tokens')[0]?.body).toEqual({
      name: 'Reader',
      scope: 'read',
      days: 30,
    });
  });

  it('says what a token lacks', async () => {
    const headers = knowAliceAnew(stage.catalog);
    hasCredentials();
    const answer = await stage.sendForm('/settings/tokens', { name: '', scope: 'read', days: '30' }, headers);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Please give it a name of 1 to 60 characters.');
  });

  test.each([
    ['/settings/sessions/cccccccccccccccc/end', 'DELETE /api/settings/sessions/cccccccccccccccc'],
    ['/settings/tokens/bbbbbbbbbbbbbbbb/revoke', 'DELETE /api/settings/tokens/bbbbbbbbbbbbbbbb'],
  ])('ends by %s, also what is gone already', async (path, asked) => {
    const headers = knowAliceAnew(stage.catalog);
    stage.catalog.on(asked, { status: 204 });
    expect((await stage.sendForm(path, {}, headers)).headers.get('location')).toBe('/settings');
    stage.catalog.on(asked, { status: 404, body: { code: 'unknown-session', detail: '-' } });
    expect((await stage.sendForm(path, {}, headers)).headers.get('location')).toBe('/settings');
    expect(stage.catalog.asked(asked)).toHaveLength(2);
  });

  it('takes no form of another site', async () => {
    const { cookie = '' } = knowAliceAnew(stage.catalog);
    const headers = { cookie, origin: 'https://evil.example' };
    expect((await stage.sendForm('/settings/tokens', { name: 'x', scope: 'write' }, headers)).status).toBe(
      403,
    );
    expect(stage.catalog.received.filter(({ url }) => url.startsWith('/api'))).toEqual([]);
  });
});

describe('a token', () => {
  it('that reads only reads what is its own, and changes nothing', async () => {
    const headers = knowAliceAnew(stage.catalog, 'token', 'read');
    hasCredentials();
    takeVotes(stage.catalog);
    expect((await stage.fetch('/api/settings/tokens', { headers })).status).toBe(200);
    for (const [method, path] of [
      ['POST', '/api/papers/2602.00001/upvote'],
      ['DELETE', '/api/settings/tokens/bbbbbbbbbbbbbbbb'],
      ['POST', '/papers/2602.00001/upvote'],
    ] as const) {
      const refused = await stage.fetch(path, {
        method,
        headers: { ...headers, accept: 'application/json' },
      });
      expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'read-only-token' }]);
    }
    expect(stage.catalog.asked('POST /internal/votes')).toEqual([]);
  });

  it('makes no other token, while a session does', async () => {
    const ask = (headers: Record<string, string>) =>
      stage.fetch('/api/settings/tokens', {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Reader', scope: 'write' }),
      });
    stage.catalog.on('POST /api/settings/tokens', { status: 201, body: { ...TOKEN, token: 'pbt_secret' } });
    const refused = await ask(knowAliceAnew(stage.catalog, 'token'));
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'session-needed' }]);
    expect((await ask(knowAliceAnew(stage.catalog))).status).toBe(201);
  });

  it('is needed for what is its own', async () => {
    expect((await stage.fetch('/api/settings/sessions')).status).toBe(401);
  });
});
