import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { KEPT_PARTS } from '@paperboy/contracts';
import { ALICE, knowAliceAnew } from './alice.js';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

const leave = (fields: Record<string, string>, headers: Record<string, string>) =>
  stage.sendForm('/settings/delete', fields, headers);

describe('the file with all that is kept of a person', () => {
  it('is one JSON file of all parts, however many pages they have, for the person alone', async () => {
    stage.catalog.on('GET /api/settings/kept/', ({ url }) => {
      if (url.endsWith('/votes')) return { body: { entries: [{ paperId: '1' }], next: 'a b' } };
      if (url.includes('/votes?')) return { body: { entries: [{ paperId: '2' }] } };
      return { body: { entries: url.endsWith('/account') ? [{ name: '"Ada" </script>' }] : [] } };
    });
    const answer = await stage.fetch('/settings/export', { headers: knowAliceAnew(stage.catalog) });
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="alice.json"');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const file = (await answer.json()) as Record<string, unknown>;
    expect(Object.keys(file)).toEqual(['publication', 'url', 'exportedAt', ...KEPT_PARTS]);
    expect(file).toMatchObject({
      account: [{ name: '"Ada" </script>' }],
      votes: [{ paperId: '1' }, { paperId: '2' }],
      comments: [],
    });
    for (const { caller } of stage.catalog.asked('GET /api/settings/kept/')) {
      expect(caller).toMatchObject({ id: ALICE.id });
    }
  });

  it('is a problem as long as nothing of it was sent, and breaks off afterwards', async () => {
    const away = { status: 503, body: { status: 503, code: 'service-away', detail: 'Away.', title: '-' } };
    stage.catalog.on('GET /api/settings/kept/', away);
    expect((await stage.fetch('/settings/export', { headers: knowAliceAnew(stage.catalog) })).status).toBe(
      503,
    );
    stage.catalog.on('GET /api/settings/kept/account', { body: { entries: [] } });
    const half = await stage.fetch('/settings/export', { headers: knowAliceAnew(stage.catalog) });
    await expect(half.text()).rejects.toThrow();
  });

  it('is nothing for those who are not signed in', async () => {
    const answer = await stage.fetch('/settings/export');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in']);
  });
});

describe('the page on which a person deletes the account', () => {
  it('says what goes and what stays', async () => {
    const html = await (
      await stage.fetch('/settings/delete', { headers: knowAliceAnew(stage.catalog) })
    ).text();
    expect(html).toContain('This cannot be undone');
    expect(html).toContain('<code>alice</code>');
    expect(html).toContain('href="/settings/export"');
  });

  it('deletes it for the typed handle and signs out', async () => {
    stage.catalog.on('POST /api/settings/delete', { status: 202, body: { status: 'deleting' } });
    stage.catalog.on('DELETE /internal/sessions', { status: 204 });
    const answer = await leave({ handle: ' @Alice ', comments: 'remove' }, knowAliceAnew(stage.catalog));
    expect(await answer.text()).toContain('Your account is deleted');
    expect(answer.headers.get('set-cookie')).toContain('paperboy_session=; Path=/; Max-Age=0');
    const [asked] = stage.catalog.asked('POST /api/settings/delete');
    expect(asked).toMatchObject({ body: { handle: 'alice', comments: 'remove' }, caller: { id: ALICE.id } });
    expect(stage.catalog.asked('DELETE /internal/sessions')).toHaveLength(1);
  });

  it('asks again when something else was typed, and deletes nothing by mistake', async () => {
    const wrong = { status: 409, body: { status: 409, code: 'wrong-handle', detail: '-', title: '-' } };
    stage.catalog.on('POST /api/settings/delete', wrong);
    const answer = await leave({ handle: 'alicia', comments: 'keep' }, knowAliceAnew(stage.catalog));
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([409, null]);
    expect(await answer.text()).toContain('Please type your handle');
    expect((await leave({ handle: 'alice' }, knowAliceAnew(stage.catalog))).status).toBe(400);
  });

  it('takes no token, and no form of another site', async () => {
    expect(
      (await leave({ handle: 'alice', comments: 'keep' }, knowAliceAnew(stage.catalog, 'token'))).status,
    ).toBe(403);
    const { cookie = '' } = knowAliceAnew(stage.catalog);
    const forged = { cookie, origin: 'https://evil.example' };
    expect((await leave({ handle: 'alice', comments: 'keep' }, forged)).status).toBe(403);
    expect(stage.catalog.asked('POST /api/settings/delete')).toEqual([]);
  });
});
