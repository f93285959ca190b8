import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { personStateSchema } from '@paperboy/contracts';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { hashOf, newCredential } from './credential.js';

describe('credentials', () => {
  it('a credential is long, says what it is, and is known by its hash alone', () => {
    const { secret, hash } = newCredential('pbt');
    expect(secret).toMatch(/^pbt_[A-Za-z0-9_-]{43}$/);
    expect(hash).toBe(hashOf(secret));
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('people in the catalog', () => {
  let catalog: CatalogUnderTest;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
  });
  afterAll(() => catalog?.stop());

  const post = (path: string, body: unknown) => catalog.call(operator, 'POST', `/internal${path}`, body);
  const check = (token: unknown) => post('/sign-in-links/check', { token });
  const redeem = (token: unknown) => catalog.call(undefined, 'POST', '/api/sign-in/link', { token });
  const resolve = (secret: string) => post('/sessions/resolve', { credentialHash: hashOf(secret) });

  it('a token makes the account, lets the person in, and is kept as a hash only', async () => {
    const made = await post('/people/tokens', { address: ' Carla@Example.org ', role: 'curator' });
    expect(made.body).toMatchObject({ created: true, person: { role: 'curator' } });
    expect(JSON.stringify(made.body.person)).not.toMatch(/carla/i);
    const token = String(made.body.token);
    expect((await resolve(token)).body).toEqual({
      person: made.body.person,
      credential: { id: expect.any(String), kind: 'token', scope: 'write' },
    });
    const everything = await Promise.all(
      (await catalog.mongo.listCollections()).map(({ name }) =>
        catalog.mongo.collection(name).find().toArray(),
      ),
    );
    expect(JSON.stringify(everything)).not.toContain(token);
  });

  it('the event of a person holds name and handle, and never the address', async () => {
    await post('/people', { address: 'dora@example.org', name: 'D. Example' });
    const person = await catalog.mongo.collection('people').findOne({ address: 'dora@example.org' });
    expect(JSON.stringify(person?.pending)).not.toMatch(/@|dora/);
    expect(personStateSchema.parse(person?.pending[0].data)).toMatchObject({
      name: 'D. Example',
      seq: 1,
    });
  });

  it('a name is one line that steers nothing, and has something to show', async () => {
    const named = await post('/people', {
      address: 'nora@example.org',
      name: ' Nora\u001b[2J\n\u202eB.\0 👩\u200d🔬 ',
    });
    expect(named.body.person).toMatchObject({ name: 'Nora [2J B. 👩\u200d🔬' });
    expect((await post('/people', { address: 'nora@example.org', name: '\u202e\u200d' })).status).toBe(400);
  });

  it('an account that exists is changed to what is stated, and told when its name changed', async () => {
    const made = await post('/people', { address: 'eva@example.org' });
    const promoted = await post('/people', { address: 'eva@example.org', role: 'admin' });
    expect(promoted.body).toMatchObject({ created: false, person: { role: 'admin' } });
    const renamed = await post('/people', { address: 'eva@example.org', name: 'Eva P.' });
    expect(renamed.body.person).toMatchObject({ name: 'Eva P.', role: 'admin' });
    const { id } = made.body.person as { id: string };
    const person = await catalog.mongo
      .collection<{ _id: string; seq: number }>('people')
      .findOne({ _id: id });
    expect(person?.seq).toBe(2);
  });

  it('one address is one account at whatever concurrency; a taken handle is refused', async () => {
    const many = await Promise.all(
      Array.from({ length: 8 }, () => post('/people', { address: 'finn@example.org' })),
    );
    expect(new Set(many.map(({ body }) => (body.person as { id: string }).id)).size).toBe(1);
    await post('/people', { address: 'finn@example.com', handle: 'finn' });
    const wished = await post('/people', { address: 'finn@example.net', handle: 'finn' });
    expect([wished.status, wished.body.code]).toEqual([409, 'handle-taken']);
  });

  it('a sign-in link is spent once, by one, and then says so', async () => {
    await post('/people', { address: 'gil@example.org', handle: 'gil' });
    const link = await post('/sign-in-links', { address: 'gil@example.org' });
    expect(link.body.url).toBe(`http://localhost:3000/sign-in/${link.body.token}`);
    const tries = await Promise.all([1, 2, 3, 4, 5].map(() => redeem(link.body.token)));
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404]);
    expect(tries.find(({ status }) => status === 404)?.body.code).toBe('sign-in-link-used');
    const session = String(tries.find(({ status }) => status === 200)?.body.sessionToken);
    expect((await resolve(session)).body).toMatchObject({ person: { handle: 'gil' } });
    await catalog.call(operator, 'DELETE', '/internal/sessions', { credentialHash: hashOf(session) });
    expect((await resolve(session)).body.code).toBe('unknown-credential');
  });

  it('a person has one sign-in link at a time, and the older one says so', async () => {
    await post('/people', { address: 'ida@example.org' });
    const [older, newer] = [
      await post('/sign-in-links', { address: 'ida@example.org' }),
      await post('/sign-in-links', { address: 'ida@example.org' }),
    ];
    for (const deed of [redeem, check]) {
      const refused = await deed(older.body.token);
      expect([refused.status, refused.body.code]).toEqual([404, 'sign-in-link-replaced']);
    }
    expect((await check(newer.body.token)).status).toBe(204);
    expect((await redeem(newer.body.token)).status).toBe(200);
    expect((await check(newer.body.token)).body.code).toBe('sign-in-link-used');
    const long = await post('/sign-in-links', { address: 'ida@example.org', validForMinutes: 61 });
    expect(long.status).toBe(400);
  });

  it('an expired link is told from an unknown one', async () => {
    const token = 'pbl_expired';
    const links = catalog.mongo.collection<{ _id: string }>('sign-in-links');
    await links.insertOne({
      _id: hashOf(token),
      personId: 'p',
      expiresAt: new Date(Date.now() - 1),
    } as never);
    expect((await redeem(token)).body.code).toBe('sign-in-link-expired');
    expect((await redeem('pbl_other')).body.code).toBe('unknown-sign-in-link');
  });

  it('revoking ends all that lets a person in', async () => {
    const { body } = await post('/people/tokens', { address: 'hal@example.org', handle: 'hal' });
    await post('/sign-in-links', { handle: 'hal' });
    const revoked = await post('/people/revoke', { address: 'hal@example.org' });
    expect(revoked.body.revoked).toBe(2);
    expect((await resolve(String(body.token))).status).toBe(404);
  });

  it('people are listed in pages, with masked addresses', async () => {
    const first = await catalog.call(operator, 'GET', '/internal/people?limit=2');
    const people = first.body.people as { id: string }[];
    expect(people).toHaveLength(2);
    expect(JSON.stringify(people)).toMatch(/"[a-z]…@example/);
    const next = await catalog.call(operator, 'GET', `/internal/people?limit=2&after=${people[1]?.id}`);
    expect((next.body.people as { id: string }[])[0]?.id).not.toBe(people[1]?.id);
  });

  it('no person gets at any of it', async () => {
    const reader = { kind: 'person', id: 'p', handle: 'p', name: 'p', role: 'admin' } as const;
    for (const [method, path] of [
      ['GET', '/people'],
      ['POST', '/people/tokens'],
      ['POST', '/sessions/resolve'],
      ['POST', '/sign-in-links'],
      ['DELETE', '/sample'],
    ] as const) {
      expect((await catalog.call(reader, method, `/internal${path}`)).status).toBe(403);
      expect((await catalog.call(undefined, method, `/internal${path}`)).status).toBe(401);
    }
  });
});
