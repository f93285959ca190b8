import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonCaller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, startCatalog } from '../../test/catalog-under-test.js';
import { makePerson } from '../../test/people.js';
import { hashOf } from '../person/credential.js';
import { ChallengeStore } from './challenge.store.js';
import type { ChallengeDocument, PasskeyDocument } from './passkey.schema.js';

describe('passkeys in the catalog', () => {
  let catalog: CatalogUnderTest;
  let challenges: ChallengeStore;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
    challenges = catalog.app.get(ChallengeStore, { strict: false });
  }, 60_000);
  afterAll(() => catalog?.stop());

  const post = (person: PersonCaller | undefined, path: string, body?: unknown) =>
    catalog.call(person, 'POST', path, body);
  const stored = () => catalog.mongo.collection<PasskeyDocument>('passkeys');
  const give = async ({ id: personId }: PersonCaller, credentialId: string) => {
    const passkey = { personId, credentialId, publicKey: 'AAAA', counter: 0, transports: [] };
    const _id = hashOf(credentialId);
    await stored().insertOne({ _id, ...passkey, name: credentialId, createdAt: new Date() });
    return _id.slice(0, 16);
  };
  const listOf = async (person: PersonCaller) =>
    (await catalog.call(person, 'GET', '/api/settings/passkeys')).body.passkeys as { id: string }[];

  it('the options bind a passkey to this site and to the person, and ask for the lock of the device', async () => {
    const person = await makePerson(catalog.mongo);
    await give(person, 'QUJD');
    const { body } = await post(person, '/api/settings/passkeys/begin');
    expect(body.options).toMatchObject({
      rp: { id: 'localhost', name: 'Paperboy' },
      user: { name: person.handle },
      excludeCredentials: [{ id: 'QUJD' }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    const asked = await post(undefined, '/api/sign-in/passkey/begin');
    expect(asked.body.options).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
  });

  it('a challenge is answered once, in time, and by the person that it is for', async () => {
    await challenges.open('for-signing-in');
    await challenges.open('for-ada', 'ada');
    expect(await challenges.spend('for-signing-in', 'ada')).toBe(false);
    expect(await challenges.spend('for-ada')).toBe(false);
    expect(await challenges.spend('for-ada', 'eve')).toBe(false);
    const tries = await Promise.all([1, 2, 3, 4].map(() => challenges.spend('for-signing-in')));
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect(await challenges.spend('for-ada', 'ada')).toBe(true);
    await challenges.open('late');
    const all = catalog.mongo.collection<ChallengeDocument>('passkey-challenges');
    await all.updateOne({ _id: hashOf('late') }, { $set: { expiresAt: new Date() } });
    expect(await challenges.spend('late')).toBe(false);
  });

  it('an answer that no authenticator signed is refused, and spends its challenge', async () => {
    const person = await makePerson(catalog.mongo);
    await give(person, 'REVG');
    const { body } = await post(undefined, '/api/sign-in/passkey/begin');
    const { challenge } = body.options as { challenge: string };
    const client = { type: 'webauthn.get', challenge, origin: 'http://localhost:3000' };
    const response = {
      clientDataJSON: Buffer.from(JSON.stringify(client)).toString('base64url'),
      authenticatorData: Buffer.alloc(37).toString('base64url'),
      signature: 'AAAA',
    };
    const passkey = { id: 'REVG', rawId: 'REVG', type: 'public-key', response };
    const refused = await post(undefined, '/api/sign-in/passkey', { passkey });
    expect([refused.status, refused.body.code]).toEqual([403, 'passkey-refused']);
    expect(await challenges.spend(challenge)).toBe(false);
    const begun = await post(person, '/api/settings/passkeys/begin');
    const made = { clientDataJSON: response.clientDataJSON, attestationObject: 'AAAA' };
    const wish = { name: 'Mine', passkey: { ...passkey, response: made } };
    expect((await post(person, '/api/settings/passkeys', wish)).body.code).toBe('passkey-refused');
    expect(begun.status).toBe(200);
  });

  it('a person sees and removes only the own', async () => {
    const [ada, eve] = [await makePerson(catalog.mongo), await makePerson(catalog.mongo)];
    const id = await give(ada, 'R0hJ');
    expect(await listOf(ada)).toMatchObject([{ id, name: 'R0hJ' }]);
    expect(await listOf(eve)).toEqual([]);
    const remove = (person: PersonCaller) => catalog.call(person, 'DELETE', `/api/settings/passkeys/${id}`);
    expect((await remove(eve)).body.code).toBe('unknown-passkey');
    expect((await remove(ada)).status).toBe(204);
    expect((await remove(ada)).status).toBe(404);
  });

  it('twenty are enough', async () => {
    const person = await makePerson(catalog.mongo);
    for (let made = 0; made < 20; made++) await give(person, `many-${made}`);
    const refused = await post(person, '/api/settings/passkeys/begin');
    expect([refused.status, refused.body.code]).toEqual([429, 'too-many-passkeys']);
  });
});
