import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonCaller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { makePerson } from '../../test/people.js';
import { hashOf } from '../person/credential.js';
import type { CredentialDocument } from '../person/credential.schema.js';
import { CredentialStore } from '../person/credential.store.js';

const DAY = 86_400_000;

describe('sessions and tokens of a person', () => {
  let catalog: CatalogUnderTest;
  let ada: PersonCaller;
  let eve: PersonCaller;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
    ada = await makePerson(catalog.mongo);
    eve = await makePerson(catalog.mongo);
  });
  afterAll(() => catalog?.stop());

  const credentials = () => catalog.mongo.collection<CredentialDocument>('credentials');
  const resolve = (secret: string) =>
    catalog.call(operator, 'POST', '/internal/sessions/resolve', { credentialHash: hashOf(secret) });
  const session = async (person: PersonCaller, device?: string) =>
    (await catalog.app.get(CredentialStore, { strict: false }).beginSession(person.id, device)).secret;
  const make = async (person: PersonCaller, more: object = {}) =>
    (await catalog.call(person, 'POST', '/api/settings/tokens', { name: 'Mine', scope: 'read', ...more }))
      .body;
  const sessionsOf = async (person: PersonCaller) =>
    (await catalog.call(person, 'GET', '/api/settings/sessions')).body.sessions as Record<string, unknown>[];
  const tokensOf = async (person: PersonCaller) =>
    (await catalog.call(person, 'GET', '/api/settings/tokens')).body.tokens as Record<string, unknown>[];

  it('a session is listed with its device and the hour of its last use, and never with its secret', async () => {
    const secret = await session(ada, 'Firefox on Linux');
    expect((await sessionsOf(ada))[0]).not.toHaveProperty('usedAt');
    expect((await resolve(secret)).body.credential).toEqual({
      id: hashOf(secret).slice(0, 16),
      kind: 'session',
      scope: 'write',
    });
    const [listed] = await sessionsOf(ada);
    expect(listed).toMatchObject({ id: hashOf(secret).slice(0, 16), device: 'Firefox on Linux' });
    expect(listed?.usedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:00:00\.000Z$/);
    expect(JSON.stringify(listed)).not.toContain(hashOf(secret).slice(16));
  });

  it('a session lasts thirty days from its last use, and its use is written once an hour', async () => {
    const secret = await session(ada);
    const _id = hashOf(secret);
    const soon = new Date(Date.now() + DAY);
    await credentials().updateOne({ _id }, { $set: { expiresAt: soon } });
    await resolve(secret);
    const used = await credentials().findOne({ _id });
    expect(Number(used?.expiresAt)).toBeGreaterThan(Date.now() + 29 * DAY);
    await credentials().updateOne({ _id }, { $set: { expiresAt: soon } });
    await resolve(secret);
    expect((await credentials().findOne({ _id }))?.expiresAt).toEqual(soon);
    const anHourAgo = new Date(Number(used?.usedAt) - 3_600_000);
    await credentials().updateOne({ _id }, { $set: { usedAt: anHourAgo } });
    await resolve(secret);
    expect(Number((await credentials().findOne({ _id }))?.expiresAt)).toBeGreaterThan(Date.now() + 29 * DAY);
    await credentials().updateOne({ _id }, { $set: { expiresAt: new Date() } });
    expect((await resolve(secret)).status).toBe(404);
  });

  it('a token has a name, a scope and an end, and its secret is told once', async () => {
    const { token, ...made } = await make(ada, { days: 30 });
    expect(made).toMatchObject({ name: 'Mine', scope: 'read' });
    expect(Number(new Date(String(made.expiresAt)))).toBeLessThan(Date.now() + 30 * DAY + 1_000);
    expect((await resolve(String(token))).body.credential).toMatchObject({ kind: 'token', scope: 'read' });
    expect(await tokensOf(ada)).toMatchObject([{ id: made.id, name: 'Mine', scope: 'read' }]);
    expect(JSON.stringify(await credentials().find().toArray())).not.toContain(String(token));
    await credentials().updateOne({ _id: hashOf(String(token)) }, { $set: { expiresAt: new Date() } });
    expect((await resolve(String(token))).status).toBe(404);
  });

  it('what an operator printed has neither name nor end, and may write', async () => {
    const address = 'eve-of-operators@example.org';
    const { body } = await catalog.call(operator, 'POST', '/internal/people/tokens', { address });
    const person = { ...(body.person as PersonCaller), kind: 'person' as const };
    expect(await tokensOf(person)).toEqual([
      { id: hashOf(String(body.token)).slice(0, 16), scope: 'write', createdAt: expect.any(String) },
    ]);
  });

  it('a person ends only what is the own', async () => {
    const secret = await session(ada);
    const { id } = await make(ada);
    const ofAda = [`sessions/${hashOf(secret).slice(0, 16)}`, `tokens/${id}`];
    for (const path of ofAda) {
      expect((await catalog.call(eve, 'DELETE', `/api/settings/${path}`)).status).toBe(404);
    }
    const [session1 = '', token1 = ''] = ofAda;
    expect(
      (await catalog.call(ada, 'DELETE', `/api/settings/${session1.replace('sessions', 'tokens')}`)).status,
    ).toBe(404);
    for (const path of [session1, token1]) {
      expect((await catalog.call(ada, 'DELETE', `/api/settings/${path}`)).status).toBe(204);
      expect((await catalog.call(ada, 'DELETE', `/api/settings/${path}`)).status).toBe(404);
    }
    expect((await resolve(secret)).status).toBe(404);
    expect((await sessionsOf(eve)).length + (await tokensOf(eve)).length).toBe(0);
  });

  it('a person has fifty tokens at most, and bad wishes are refused', async () => {
    const person = await makePerson(catalog.mongo);
    for (let at = 0; at < 50; at++) await make(person);
    expect((await make(person)).code).toBe('too-many-tokens');
    for (const wish of [
      { name: '' },
      { scope: 'admin' },
      { days: 0 },
      { days: 367 },
      { name: { $gt: '' } },
    ]) {
      expect((await make(eve, wish)).code).toBe('invalid-request');
    }
  });
});
