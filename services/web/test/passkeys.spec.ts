import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { passkeyScript } from '../src/asset/page-script.store.js';
import { ALICE, knowAliceAnew } from './alice.js';
import { FROM_OWN_PAGE } from './own-page.js';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

const LISTED = { id: 'bbbbbbbbbbbbbbbb', name: 'My <b>phone', createdAt: '2026-11-20T10:00:00.000Z' };
const answerOf = (response: object) => ({ id: 'QQ', rawId: 'QQ', type: 'public-key', response });
const MADE = answerOf({ clientDataJSON: 'e30', attestationObject: 'AAAA' });
const USED = answerOf({ clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' });

/** Alice, who has one passkey, comes by a credential of her own that no request had before. */
const signedIn = (kind: 'session' | 'token' = 'session'): Record<string, string> => {
  stage.catalog.on('GET /api/settings/passkeys', { body: { passkeys: [LISTED] } });
  return knowAliceAnew(stage.catalog, kind);
};
const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  stage.sendForm(path, fields, { ...FROM_OWN_PAGE, ...headers });

describe('the page of passkeys', () => {
  it('lists them, and its form waits for the script, which is served', async () => {
    const answer = await stage.fetch('/settings/passkeys', { headers: signedIn() });
    const html = await answer.text();
    expect(html).toContain('My &lt;b>phone');
    expect(html).toMatch(/<form[^>]*data-passkey="make"[^>]* hidden/);
    expect(html).toContain(`<script src="${passkeyScript.path}" defer`);
    expect((await stage.fetch(passkeyScript.path)).headers.get('content-type')).toContain('text/javascript');
  });

  it('welcomes after the first sign-in and leads on, never to another site', async () => {
    const headers = signedIn();
    const page = async (back: string) =>
      (await stage.fetch(`/settings/passkeys?welcome=${encodeURIComponent(back)}`, { headers })).text();
    expect(await page('/papers/new')).toMatch(/Welcome, Alice Adler[\s\S]*<a href="\/papers\/new">Not now/);
    for (const back of ['https://evil.example', '//evil.example', 'javascript:alert(1)'])
      expect(await page(back)).toContain('<a href="/">Not now');
  });

  it('keeps one that the browser made, and removes one', async () => {
    const headers = signedIn();
    stage.catalog.on('POST /api/settings/passkeys', { status: 201, body: LISTED });
    const added = await form(
      '/settings/passkeys',
      { name: ' Phone ', passkey: JSON.stringify(MADE) },
      headers,
    );
    expect([added.status, added.headers.get('location')]).toEqual([303, '/settings/passkeys']);
    expect(stage.catalog.asked('POST /api/settings/passkeys')[0]?.body).toEqual({
      name: 'Phone',
      passkey: { ...MADE, clientExtensionResults: {} },
    });
    stage.catalog.on('DELETE /api/settings/passkeys/bbbbbbbbbbbbbbbb', { status: 204 });
    const removed = await form('/settings/passkeys/bbbbbbbbbbbbbbbb/remove', {}, headers);
    expect(removed.headers.get('location')).toBe('/settings/passkeys');
  });

  it('says what was wrong, takes no token and no form of another site', async () => {
    const passkey = JSON.stringify(MADE);
    const fields = { name: 'Phone', passkey };
    expect((await form('/settings/passkeys', { name: '', passkey }, signedIn())).status).toBe(400);
    expect((await form('/settings/passkeys', { name: 'Phone', passkey: '{' }, signedIn())).status).toBe(400);
    stage.catalog.on('POST /api/settings/passkeys', {
      status: 403,
      body: { status: 403, code: 'passkey-refused', detail: 'It came too late.', title: '-' },
    });
    const refused = await form('/settings/passkeys', fields, signedIn());
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('It came too late.'),
    ]);
    expect((await form('/settings/passkeys', fields, signedIn('token'))).status).toBe(403);
    const forged = { ...signedIn(), 'sec-fetch-site': 'cross-site' };
    expect((await form('/settings/passkeys', fields, forged)).status).toBe(403);
    expect(stage.catalog.asked('POST /api/settings/passkeys')).toHaveLength(1);
  });
});

describe('signing in by a passkey', () => {
  const session = {
    status: 'signed-in',
    sessionToken: 'pbs_by_passkey',
    expiresAt: '2099-01-01T00:00:00.000Z',
    person: ALICE,
  };

  it('begins a session of its own and leads back', async () => {
    stage.catalog.on('POST /api/sign-in/passkey', { body: session });
    // A session that somebody planted is not the one that the person gets.
    const answer = await form(
      '/sign-in/passkey',
      { passkey: JSON.stringify(USED), return: '/papers/new' },
      { cookie: 'paperboy_session=pbs_planted' },
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/papers/new']);
    expect(answer.headers.getSetCookie()[0]).toContain('paperboy_session=pbs_by_passkey');
    expect(stage.catalog.asked('POST /api/sign-in/passkey')[0]?.body).toMatchObject({ passkey: USED });
  });

  it('says that it failed and offers the mail; nobody is signed in by a page of another site', async () => {
    stage.catalog.on('POST /api/sign-in/passkey', {
      status: 403,
      body: { status: 403, code: 'passkey-refused', detail: '-', title: '-' },
    });
    for (const passkey of [JSON.stringify(USED), 'no JSON', '{}']) {
      const refused = await form('/sign-in/passkey', { passkey });
      const html = await refused.text();
      expect([400, 403]).toContain(refused.status);
      expect(html).toContain('did not let you in');
      expect(html).toContain('name="email"');
      expect(refused.headers.get('set-cookie')).toBeNull();
    }
    const forged = await form(
      '/sign-in/passkey',
      { passkey: JSON.stringify(USED) },
      { 'sec-fetch-site': 'cross-site' },
    );
    expect(forged.status).toBe(403);
    expect(stage.catalog.asked('POST /api/sign-in/passkey')).toHaveLength(1);
  });
});
