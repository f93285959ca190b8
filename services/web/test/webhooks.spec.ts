import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALICE, knowAliceAnew } from './alice.js';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

const HOOK = {
  id: 'AAAAAAAAAAAA',
  host: 'hooks.example.org',
  format: 'slack',
  list: 'day',
  search: null,
  votes: 20,
  createdAt: '2026-11-20T10:00:00.000Z',
  state: 'active',
  disabledAt: null,
  failingSince: null,
  lastAnswer: '200',
};

const GONE = { status: 404, body: { code: 'unknown-webhook', detail: 'There is no such webhook.' } };

const press = (deed: string) =>
  stage.sendForm(`/settings/webhooks/${deed}`, {}, knowAliceAnew(stage.catalog));

const has = (...webhooks: object[]) => stage.mailer.on('GET /api/settings/webhooks', { body: { webhooks } });

describe('the page of webhooks', () => {
  it('lists them with how they are, for their owner alone', async () => {
    const headers = knowAliceAnew(stage.catalog);
    has(HOOK, {
      ...HOOK,
      id: 'BBBBBBBBBBBB',
      host: 'gone.example.org',
      state: 'disabled',
      disabledAt: '2026-11-25T10:00:00.000Z',
      failingSince: '2026-11-20T10:00:00.000Z',
      lastAnswer: 'PRIVATE_ADDRESS',
    });
    const answer = await stage.fetch('/settings/webhooks', { headers });
    const html = await answer.text();
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(html).toContain('and each paper of the day with 20 or more upvotes');
    expect(html).toContain('All is well: the last time the answer was 200.');
    expect(html).toContain('Disabled on 2026-11-25 10:00 UTC: nothing is sent there.');
    expect(html).toContain('No message has gone through since 2026-11-20 10:00 UTC.');
    expect(html).toContain('The last time its name led into a private network');
    expect(html.match(/\/enable"/g)).toHaveLength(1);
    expect(stage.mailer.asked('GET /api/settings/webhooks')[0]?.caller).toMatchObject({ id: ALICE.id });
    const stranger = await stage.fetch('/settings/webhooks');
    expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/sign-in']);
  });

  it('makes one, and shows its secret this once', async () => {
    const headers = knowAliceAnew(stage.catalog);
    has(HOOK);
    stage.mailer.on('POST /api/settings/webhooks', { status: 201, body: { ...HOOK, secret: 'whsec_abc' } });
    const fields = { url: 'https://hooks.example.org/x', format: 'slack', list: 'day', votes: '20' };
    const answer = await stage.sendForm('/settings/webhooks', fields, headers);
    expect(await answer.text()).toContain('<code>whsec_abc</code>');
    expect(stage.mailer.asked('POST /api/settings/webhooks')[0]?.body).toEqual({ ...fields, votes: 20 });
  });

  it('says what is wrong, with what was typed', async () => {
    const headers = knowAliceAnew(stage.catalog);
    has();
    const url = 'http://hooks.example.org/"x"';
    const answer = await stage.sendForm('/settings/webhooks', { url, votes: '3' }, headers);
    const html = await answer.text();
    expect([answer.status, html.includes('it should begin with https://')]).toEqual([400, true]);
    expect(html).toContain('value="http://hooks.example.org/&quot;x&quot;"');
    stage.mailer.on('POST /api/settings/webhooks', {
      status: 409,
      body: { code: 'too-many-webhooks', detail: 'There are 10 webhooks already.' },
    });
    const full = await stage.sendForm(
      '/settings/webhooks',
      { url: 'https://a.example/' },
      knowAliceAnew(stage.catalog),
    );
    expect([full.status, (await full.text()).includes('There are 10 webhooks already.')]).toEqual([
      409,
      true,
    ]);
  });

  it('enables and removes them, and is content with the removal of one that is gone', async () => {
    stage.mailer.on('POST /api/settings/webhooks/AAAAAAAAAAAA/enable', { body: HOOK });
    stage.mailer.on('DELETE /api/settings/webhooks/AAAAAAAAAAAA', GONE);
    for (const deed of ['enable', 'remove']) {
      const answer = await press(`AAAAAAAAAAAA/${deed}`);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/settings/webhooks']);
    }
  });

  it('says when there is nothing to enable, and takes no other refusal as done', async () => {
    stage.mailer.on('POST /api/settings/webhooks/AAAAAAAAAAAA/enable', GONE);
    const gone = await press('AAAAAAAAAAAA/enable');
    expect([gone.status, (await gone.text()).includes('There is no such webhook.')]).toEqual([404, true]);
    for (const deed of ['enable', 'remove']) {
      const refusal = { status: 400, body: { code: 'bad-request', detail: 'Something else is wrong.' } };
      stage.mailer.on(
        `${deed === 'enable' ? 'POST' : 'DELETE'} /api/settings/webhooks/AAAAAAAAAAAA${deed === 'enable' ? '/enable' : ''}`,
        refusal,
      );
      expect((await press(`AAAAAAAAAAAA/${deed}`)).status).toBe(400);
    }
  });

  it('makes one of a search, and says what cannot be searched for', async () => {
    has({ ...HOOK, search: 'large <moths>', votes: 3 });
    stage.mailer.on('POST /api/settings/webhooks', {
      status: 400,
      body: { code: 'unreadable-search', detail: 'from: expects a date.' },
    });
    const fields = { url: 'https://hooks.example.org/x', format: 'json', list: 'day', votes: '3' };
    const answer = await stage.sendForm(
      '/settings/webhooks',
      { ...fields, search: ' from:tomorrow ' },
      knowAliceAnew(stage.catalog),
    );
    const html = await answer.text();
    expect([answer.status, html.includes('from: expects a date.')]).toEqual([400, true]);
    expect(html).toContain('value=" from:tomorrow "');
    expect(stage.mailer.asked('POST /api/settings/webhooks')[0]?.body).toEqual({
      ...fields,
      votes: 3,
      search: 'from:tomorrow',
    });
    expect(html).toContain('each new paper with 3 or more upvotes that the search');
    expect(html).toContain('<a href="/papers?q=large+%3Cmoths%3E&amp;sort=date">large &lt;moths></a>');
    await stage.sendForm('/settings/webhooks', { ...fields, search: '' }, knowAliceAnew(stage.catalog));
    expect(stage.mailer.asked('POST /api/settings/webhooks')[1]?.body).toEqual({ ...fields, votes: 3 });
  });
});

describe('what a mail provider posts', () => {
  it('is passed on as it is, also as a text, and however often', async () => {
    stage.mailer.on('POST /api/mail-events/ses', { status: 204 });
    const message = JSON.stringify({ Type: 'Notification' });
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        stage.fetch('/api/mail-events/ses', {
          method: 'POST',
          headers: { 'content-type': 'text/plain; charset=UTF-8' },
          body: message,
        }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(stage.mailer.asked('POST /api/mail-events/ses')[0]?.body).toBe(message);
  });
});
