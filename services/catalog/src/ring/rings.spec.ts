import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonCaller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import fc from 'fast-check';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { newPaper } from '../../test/new-paper.js';
import { makePerson } from '../../test/people.js';
import { AUDIT } from '../audit/audit.schema.js';
import { hashOf } from '../person/credential.js';
import type { CredentialDocument } from '../person/credential.schema.js';
import { CredentialStore } from '../person/credential.store.js';
import type { VoteDocument } from '../vote/vote.js';
import { RINGS, type RingDocument } from './ring.schema.js';
import { Rings } from './rings.store.js';

interface Told {
  id: string;
  state: string;
  people: { handle: string }[];
  papers: { id: string; title: string }[];
}

describe('rings of accounts that vote together', () => {
  let catalog: CatalogUnderTest;
  let curator: PersonCaller;
  let ring: PersonCaller[];
  let paperIds: string[];
  let papers = 0;

  const nextPaper = () => {
    papers += 1;
    return newPaper(catalog, papers);
  };
  const vote = (person: PersonCaller, paperId: string, method: 'POST' | 'DELETE' = 'POST') =>
    catalog.call(person, method, `/api/papers/${paperId}/upvote`);
  /** Uses a new session of the person from a network, and returns its secret. */
  const seenIn = async (person: PersonCaller, network: string) => {
    const { secret } = await catalog.app.get(CredentialStore, { strict: false }).beginSession(person.id);
    const body = { credentialHash: hashOf(secret), network: network.padEnd(16, '_') };
    await catalog.call(operator, 'POST', '/internal/sessions/resolve', body);
    return secret;
  };
  const told = async () => (await catalog.call(curator, 'GET', '/api/rings')).body.rings as Told[];
  const decide = async (id: string, deed: 'set-aside' | 'restore', reason?: string) =>
    (await catalog.call(curator, 'POST', `/api/rings/${id}/${deed}`, reason ? { reason } : undefined)).status;
  const stored = (person: PersonCaller, paperId: string) =>
    catalog.mongo.collection<VoteDocument>('votes').findOne({ _id: `${paperId}:${person.id}` });
  const counting = (paperId: string) =>
    catalog.mongo
      .collection('votes')
      .countDocuments({ 'state.paperId': paperId, 'state.standing': true, 'state.counts': true });

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
    curator = await makePerson(catalog.mongo, { role: 'curator' });
    paperIds = [await nextPaper(), await nextPaper(), await nextPaper()];
    ring = await Promise.all([1, 2, 3].map((hours) => makePerson(catalog.mongo, { ageHours: 100 + hours })));
    const [elder, elsewhere] = [
      await makePerson(catalog.mongo),
      await makePerson(catalog.mongo, { ageHours: 101 }),
    ];
    for (const person of [...ring, elder]) await seenIn(person, 'home');
    await seenIn(elsewhere, 'elsewhere');
    for (const person of [...ring, elder, elsewhere])
      for (const paperId of paperIds) await vote(person, paperId);
  }, 60_000);
  afterAll(() => catalog?.stop());

  it('the mark of a network is kept with the use of a session, and no address is', async () => {
    const secret = await seenIn(await makePerson(catalog.mongo), 'cafe');
    const found = await catalog.mongo
      .collection<CredentialDocument>('credentials')
      .findOne({ _id: hashOf(secret) });
    expect(found?.network).toBe('cafe____________');
    const bad = { credentialHash: hashOf(secret), network: '192.0.2.1' };
    expect((await catalog.call(operator, 'POST', '/internal/sessions/resolve', bad)).status).toBe(400);
  });

  it('are found, set aside and restored, with their votes told of, and each act recorded', async () => {
    const [found] = await told();
    expect(found).toMatchObject({ state: 'found', papers: paperIds.map((id) => ({ id })) });
    expect(found?.people.map(({ handle }) => handle).toSorted()).toEqual(
      ring.map(({ handle }) => handle).toSorted(),
    );
    const id = found?.id ?? '';
    const [first = ''] = paperIds;
    expect(await counting(first)).toBe(5);
    for (let time = 0; time < 2; time++) expect(await decide(id, 'set-aside', 'One household')).toBe(204);
    expect(await counting(first)).toBe(2);
    expect(await told()).toMatchObject([{ id, state: 'set-aside' }]);
    const votes = (await catalog.call(curator, 'GET', '/api/set-aside?limit=100')).body.votes as object[];
    expect(votes).toHaveLength(9);
    expect(votes[0]).toMatchObject({ reason: 'ring', standing: true, by: { handle: expect.any(String) } });
    const page = await catalog.call(curator, 'GET', '/api/set-aside?limit=4&p=2');
    expect(page.body.votes).toHaveLength(1);
    for (let time = 0; time < 2; time++) expect(await decide(id, 'restore')).toBe(204);
    expect(await counting(first)).toBe(5);
    expect(await told()).toMatchObject([{ id, state: 'restored' }]);
    expect(await stored(ring[0] as PersonCaller, first)).toMatchObject({ seq: 3, state: { counts: true } });
    const acts = await catalog.mongo.collection(AUDIT).find({ ring: id }).sort({ at: 1 }).toArray();
    expect(acts.map(({ act, reason }) => [act, reason])).toEqual([
      ['ring-set-aside', 'One household'],
      ['ring-restored', undefined],
    ]);
    expect(await decide('0'.repeat(24), 'set-aside')).toBe(404);
    expect(await decide('0'.repeat(24), 'restore')).toBe(404);
  });

  it('what a crash cut off is finished by whoever looks next', async () => {
    const [person, paperId] = [await makePerson(catalog.mongo), await nextPaper()];
    await vote(person, paperId);
    const at = new Date();
    const left = { state: 'set-aside' as const, people: [person.id], papers: [paperId], at, dueAt: at };
    await catalog.mongo.collection<RingDocument>(RINGS).insertOne({ _id: 'c'.repeat(24), ...left });
    const rings = catalog.app.get(Rings, { strict: false });
    await Promise.all([rings.settleDue(), rings.settleDue()]);
    expect(await stored(person, paperId)).toMatchObject({ seq: 2, state: { counts: false, reason: 'ring' } });
    expect(await catalog.mongo.collection(RINGS).countDocuments({ dueAt: { $exists: true } })).toBe(0);
  });

  it('by so many new accounts as anybody likes, a paper gains five votes a day at most, whatever they do', async () => {
    const deeds = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.boolean()), { minLength: 10, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10 }), deeds, async (count, wishes) => {
        const paperId = await nextPaper();
        const people = await Promise.all(
          Array.from({ length: count }, () => makePerson(catalog.mongo, { ageHours: 1 })),
        );
        await Promise.all(
          wishes.map(([who, cast]) =>
            vote(people[who % count] as PersonCaller, paperId, cast ? 'POST' : 'DELETE'),
          ),
        );
        expect(await counting(paperId)).toBeLessThanOrEqual(Math.min(count, 5));
      }),
      { numRuns: 12 },
    );
  });
});
