import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { ALICE } from './alice.js';
import { batches, takeVotes } from './fake-votes.js';
import { FROM_OWN_PAGE } from './own-page.js';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

const SESSION = {
  status: 'signed-in',
  sessionToken: 'pbs_new',
  expiresAt: '2099-01-01T00:00:00.000Z',
  person: ALICE,
};
const NEWCOMER = { status: 'account-needed', registration: 'pbn_1', expiresAt: '2099-01-01T00:00:00.000Z' };

function form(path: string, fields: Record<string, string>, cookie?: string) {
  return stage.sendForm(path, fields, { ...FROM_OWN_PAGE, ...(cookie && { cookie }) });
}
const refuse = (path: string, status: number, code: string, detail = 'A sentence of the catalog.') =>
  stage.catalog.on(`POST ${path}`, { status, body: { code, detail } });

describe('asking for a sign-in mail', () => {
  it('leads to where the code is typed, with the request in a cookie for these pages alone', async () => {
    stage.catalog.on('POST /api/sign-in', { status: 202, body: { request: 'pbr_1' } });
    const answer = await form('/sign-in', { email: ' ann@example.org ' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in/code']);
    expect(answer.headers.getSetCookie()).toEqual([
      'paperboy_asked=pbr_1; Path=/sign-in; Max-Age=3600; HttpOnly; SameSite=Lax',
    ]);
    expect(stage.catalog.received[0]?.body).toEqual({ email: 'ann@example.org' });
    expect(await (await stage.fetch('/sign-in/code')).text()).toContain('autocomplete="one-time-code"');
  });

  it('says beside the field what is wrong with an address, and keeps it', async () => {
    const answer = await form('/sign-in', { email: 'ann@example' });
    const html = await answer.text();
    expect(answer.status).toBe(400);
    expect(html).toContain('value="ann@example"');
    expect(html).toMatch(/id="email-error" class="error" role="alert"/);
    expect(stage.catalog.received).toHaveLength(0);
  });

  it('is limited by network', async () => {
    const limited = await setStage({ MAIL_REQUESTS_PER_DAY: '1' });
    try {
      limited.catalog.on('POST /api/sign-in', { status: 202, body: { request: 'pbr_1' } });
      const ask = () => limited.sendForm('/sign-in', { email: 'ann@example.org' });
      expect((await ask()).status).toBe(303);
      const second = await ask();
      expect(second.status).toBe(429);
      expect(await second.text()).toContain('Many mails were asked for from your network today');
    } finally {
      await limited.stop();
    }
  });

  it('is refused from pages of other sites', async () => {
    const headers = { origin: 'https://evil.example' };
    expect((await stage.sendForm('/sign-in', { email: 'ann@example.org' }, headers)).status).toBe(403);
    expect(stage.catalog.received).toHaveLength(0);
  });
});

describe('the code of the mail', () => {
  it('signs in, casts the vote that the page showed, and leads back', async () => {
    stage.catalog.on('POST /api/sign-in/code', { body: SESSION });
    takeVotes(stage.catalog);
    const fields = { code: '123 456', vote: '2602.00001', return: '/papers/week' };
    const answer = await form('/sign-in/code', fields, 'paperboy_asked=pbr_1');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/papers/week']);
    expect(stage.catalog.asked('POST /api/sign-in/code')[0]?.body).toEqual({
      request: 'pbr_1',
      code: '123456',
    });
    const cookies = answer.headers.getSetCookie();
    expect(cookies.some((cookie) => cookie.startsWith('paperboy_session=pbs_new; Path=/; '))).toBe(true);
    expect(cookies.some((cookie) => cookie.startsWith('paperboy_asked=; Path=/sign-in; Max-Age=0'))).toBe(
      true,
    );
    expect(batches(stage.catalog)).toHaveLength(1);
  });

  it('shows the vote that waits in this browser', async () => {
    const said = Buffer.from(JSON.stringify({ vote: '2602.00001', return: '/papers/week' }));
    const cookie = `paperboy_interrupted=${said.toString('base64url')}`;
    const html = await (await stage.fetch('/sign-in/code', { headers: { cookie } })).text();
    expect(html).toContain('<input type="hidden" name="vote" value="2602.00001"/>');
    expect(html).toContain('<input type="hidden" name="return" value="/papers/week"/>');
  });

  test.each([
    ['wrong-sign-in-code', 403],
    ['sign-in-code-void', 403],
    ['unknown-sign-in-request', 404],
  ])('says what the catalog says of it: %s', async (code, status) => {
    refuse('/api/sign-in/code', status, code, 'One try is left.');
    const answer = await form('/sign-in/code', { code: '123456' }, 'paperboy_asked=pbr_1');
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain('One try is left.');
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('is not asked about when it has no six digits', async () => {
    expect((await form('/sign-in/code', { code: '12345' }, 'paperboy_asked=pbr_1')).status).toBe(400);
    expect(stage.catalog.received).toHaveLength(0);
  });

  it('is guessed so often a minute from a network, by page and by REST together', async () => {
    const limited = await setStage({ UNKNOWN_CREDENTIALS_PER_MINUTE: '4' });
    try {
      limited.catalog.on('POST /api/sign-in/code', {
        status: 403,
        body: { code: 'wrong-sign-in-code', detail: '-' },
      });
      const headers = { 'content-type': 'application/json', ...FROM_OWN_PAGE };
      const statuses: number[] = [];
      for (let at = 0; at < 3; at++) {
        for (const path of ['/sign-in/code', '/api/sign-in/code']) {
          const body = JSON.stringify({ request: 'pbr_1', code: '123456' });
          statuses.push((await limited.fetch(path, { method: 'POST', headers, body })).status);
        }
      }
      expect(statuses).toEqual([403, 403, 403, 403, 429, 429]);
      expect(limited.catalog.asked('POST /api/sign-in/code')).toHaveLength(4);
    } finally {
      await limited.stop();
    }
  });
});

describe('the first sign-in', () => {
  const cookie = 'paperboy_newcomer=pbn_1';

  it('leads from link and code to choosing a name, and suggests none', async () => {
    stage.catalog.on('POST /api/sign-in/code', { body: NEWCOMER });
    stage.catalog.on('POST /api/sign-in/link', { body: NEWCOMER });
    for (const answer of [
      await form('/sign-in/code', { code: '123456' }, 'paperboy_asked=pbr_1'),
      await form('/sign-in/pbl_1', {}),
    ]) {
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in/account']);
      expect(answer.headers.getSetCookie()).toContain(
        'paperboy_newcomer=pbn_1; Path=/sign-in; Max-Age=3600; HttpOnly; SameSite=Lax',
      );
    }
    const html = await (await stage.fetch('/sign-in/account', { headers: { cookie } })).text();
    expect(html).not.toMatch(/<input[^>]*name="(name|handle)"[^>]*value=/);
  });

  it('makes the account, and signs in', async () => {
    stage.catalog.on('POST /api/sign-in/account', { status: 201, body: SESSION });
    const answer = await form(
      '/sign-in/account',
      { name: 'Ada', handle: 'Ada', return: '/papers/new' },
      cookie,
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/settings/passkeys?welcome=%2Fpapers%2Fnew',
    ]);
    const [asked] = stage.catalog.asked('POST /api/sign-in/account');
    expect(asked?.body).toEqual({ registration: 'pbn_1', name: 'Ada', handle: 'ada' });
    expect(answer.headers.getSetCookie()[0]).toContain('paperboy_session=pbs_new');
  });

  it('says beside each field which rule it breaks, and keeps what was typed', async () => {
    const answer = await form('/sign-in/account', { name: 'ada@example.org', handle: '"><b>' }, cookie);
    const html = await answer.text();
    expect(answer.status).toBe(400);
    expect(html).toContain('Please use a name that is not a mail address: everyone sees it.');
    expect(html).toContain('Please use nothing but the letters a to z, digits and hyphens.');
    expect(html).not.toContain('"><b>');
    expect(stage.catalog.received).toHaveLength(0);
  });

  it('says when somebody has the handle', async () => {
    refuse('/api/sign-in/account', 409, 'handle-taken');
    const answer = await form('/sign-in/account', { name: 'Ada', handle: 'ada' }, cookie);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Somebody has this handle');
  });

  it('begins anew where there is nothing to finish', async () => {
    refuse('/api/sign-in/account', 404, 'unknown-registration');
    for (const answer of [
      await stage.fetch('/sign-in/account'),
      await form('/sign-in/account', { name: 'Ada', handle: 'ada' }),
      await form('/sign-in/account', { name: 'Ada', handle: 'ada' }, cookie),
    ]) {
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('<a href="/sign-in">');
    }
  });
});
