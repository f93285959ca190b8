import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALICES_SESSION, knowAlice } from './alice.js';
import { FROM_OWN_ORIGIN } from './own-page.js';
import { type Stage, setStageWithoutWriteLimits } from './stage.server.js';

const TOKEN = 'A'.repeat(28);

describe('mails about answers and mentions', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStageWithoutWriteLimits();
  });
  afterAll(() => stage?.stop());
  beforeEach(() => {
    stage.forget();
    stage.mailer.on('GET /api/settings/notices', { body: { when: 'daily' } });
    stage.mailer.on(`GET /internal/notices/${TOKEN}`, { body: { when: 'at-once' } });
    stage.mailer.on('POST /internal/notices', ({ body }) => ({
      body: { when: (body as { when: string }).when },
    }));
    stage.mailer.on('PUT /api/settings/notices', ({ body }) => ({ body }));
  });

  const send = async (path: string, body: BodyInit, headers: Record<string, string> = {}) => {
    const answer = await stage.fetch(path, { method: 'POST', headers, body });
    return { status: answer.status, html: await answer.text(), headers: answer.headers };
  };

  it('are chosen by who is signed in', async () => {
    expect((await stage.fetch('/settings/notices')).headers.get('location')).toBe('/sign-in');
    knowAlice(stage.catalog);
    const html = await (await stage.fetch('/settings/notices', { headers: ALICES_SESSION })).text();
    expect(html).toMatch(/value="daily"[^>]*checked|checked[^>]*value="daily"/);
    const headers = { ...ALICES_SESSION, ...FROM_OWN_ORIGIN };
    const chosen = await send('/settings/notices', new URLSearchParams({ when: 'never' }), headers);
    expect(chosen.html).toContain('No mail tells you of answers and mentions any more.');
    expect(stage.mailer.asked('PUT /api/settings/notices')[0]).toMatchObject({
      body: { when: 'never' },
      caller: { id: 'alice-id-001' },
    });
    expect((await send('/settings/notices', new URLSearchParams({ when: 'x' }), headers)).status).toBe(400);
    const forged = { ...ALICES_SESSION, origin: 'https://evil.example' };
    expect((await send('/settings/notices', new URLSearchParams({ when: 'never' }), forged)).status).toBe(
      403,
    );
  });

  it('end by one click of a mail client, in either form of body, from anywhere, and never by a visit', async () => {
    const visit = await stage.fetch(`/n/${TOKEN}`);
    expect(await visit.text()).toContain(`action="/n/${TOKEN}/choose"`);
    expect(stage.mailer.asked('POST /internal/notices')).toEqual([]);
    const multipart = new FormData();
    multipart.set('List-Unsubscribe', 'One-Click');
    for (const body of [new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), multipart]) {
      const left = await send(`/n/${TOKEN}`, body, { origin: 'https://mail.example' });
      expect([left.status, left.headers.get('set-cookie')]).toEqual([200, null]);
    }
    expect(stage.mailer.asked('POST /internal/notices').map(({ body }) => body)).toEqual([
      { token: TOKEN, when: 'never' },
      { token: TOKEN, when: 'never' },
    ]);
  });

  it('are chosen by the page behind the link, too', async () => {
    const chosen = await send(`/n/${TOKEN}/choose`, new URLSearchParams({ when: 'daily' }));
    expect(chosen.html).toContain('once a day, at eight in the morning.');
    stage.mailer.on('GET /internal/notices/', { status: 404, body: { code: 'unknown-link', detail: '-' } });
    expect((await stage.fetch('/n/nothing')).status).toBe(404);
    expect((await stage.fetch('/n/..%2Fx')).status).toBe(404);
  });
});
