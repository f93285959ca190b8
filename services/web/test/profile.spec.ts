import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALICE, knowAliceAnew } from './alice.js';
import { rankedList } from './ranked-list.js';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

const PROFILE = { name: 'Alice', handle: 'alice', about: '</textarea><script>x', showVotes: true };
const send = (
  fields: Record<string, string>,
  headers: Record<string, string> = knowAliceAnew(stage.catalog),
) => stage.sendForm('/settings/profile', fields, headers);

describe('the page on which a person chooses the public page', () => {
  it('shows what was chosen', async () => {
    stage.catalog.on('GET /api/settings/profile', { body: PROFILE });
    const answer = await stage.fetch('/settings/profile', { headers: knowAliceAnew(stage.catalog) });
    const html = await answer.text();
    expect(html).toContain('&lt;/textarea>&lt;script>x</textarea>');
    expect(html).toMatch(/<input[^>]*name="showVotes"[^>]*checked/);
    expect(stage.catalog.asked('GET /api/settings/profile')[0]?.caller).toMatchObject({ id: ALICE.id });
  });

  it('keeps what is sent, leads to the public page, and shows the new name at once', async () => {
    stage.catalog.on('PUT /api/settings/profile', { body: PROFILE });
    const headers = knowAliceAnew(stage.catalog);
    const fields = { name: 'Alice B.', handle: 'Alice-B', about: ' Hi. ' };
    const answer = await send(fields, headers);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/people/alice-b']);
    expect(stage.catalog.asked('PUT /api/settings/profile')[0]?.body).toEqual({
      name: 'Alice B.',
      handle: 'alice-b',
      about: 'Hi.',
      showVotes: false,
    });
    const person = { ...ALICE, name: 'Alice B.' };
    stage.catalog.on('POST /internal/sessions/resolve', { body: { person } });
    stage.catalog.on('GET /api/settings/profile', { body: PROFILE });
    expect(await (await stage.fetch('/settings/profile', { headers })).text()).toContain(
      'Alice B.: settings',
    );
  });

  it('says what is wrong beside the field, and what is taken', async () => {
    const wrong = await send({ name: 'Alice', handle: 'a', about: '' });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('Please use 3 to 40 characters.');
    expect(stage.catalog.asked('PUT')).toEqual([]);
    const taken = { status: 409, body: { code: 'handle-taken', status: 409, detail: '-', title: '-' } };
    stage.catalog.on('PUT /api/settings/profile', taken);
    const refused = await send({ name: 'Alice', handle: 'bob', about: 'Typed.' });
    const html = await refused.text();
    expect(refused.status).toBe(409);
    expect(html).toContain('Somebody has this handle.');
    expect(html).toContain('Typed.</textarea>');
  });

  it('takes no form of another site and leads those who are not signed in to the sign-in', async () => {
    const { cookie = '' } = knowAliceAnew(stage.catalog);
    expect((await send({ name: 'x' }, { cookie, origin: 'https://evil.example' })).status).toBe(403);
    for (const answer of [await stage.fetch('/settings/profile'), await send({}, {})]) {
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in']);
    }
    expect(stage.catalog.received.filter(({ url }) => url.startsWith('/api'))).toEqual([]);
  });
});

describe('the public page of a person', () => {
  it('has the text about the person, as text, and the votes of a person who shows them', async () => {
    const profile = { handle: 'bo', name: 'Bo', since: '2026-11-01', comments: [] };
    stage.ranking.on('GET /internal/lists/new', { body: rankedList([]) });
    stage.catalog.on('GET /api/people/bo', { body: profile });
    const quiet = await (await stage.fetch('/people/bo')).text();
    expect(quiet).not.toContain('Upvoted lately');
    stage.catalog.on('GET /api/people/bo', {
      body: { ...profile, about: 'One <b>line</b>', votes: [{ id: '2602.00001', title: 'On <i>x</i>' }] },
    });
    const shown = await (await stage.fetch('/people/bo')).text();
    expect(shown).toContain('One &lt;b>line&lt;/b>');
    expect(shown).toContain('Upvoted lately');
    expect(shown).toMatch(/<a href="\/papers\/2602\.00001">On &lt;i>x&lt;\/i><\/a>/);
  });
});
