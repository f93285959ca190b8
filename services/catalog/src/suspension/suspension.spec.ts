import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { voteStateSchema } from '@paperboy/contracts';
import type { PersonCaller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import fc from 'fast-check';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { newPaper } from '../../test/new-paper.js';
import { makePerson } from '../../test/people.js';
import { AUDIT } from '../audit/audit.schema.js';
import { hashOf } from '../person/credential.js';
import { CredentialStore } from '../person/credential.store.js';
import type { PersonDocument } from '../person/person.js';
import type { Cause } from '../vote/set-aside.js';
import { SetAsideVotes } from '../vote/set-aside-votes.store.js';
import type { VoteDocument } from '../vote/vote.js';
import { LAST_LOOK_MS, maySuspend } from './suspension.js';
import { Suspensions } from './suspension.store.js';

type Stored = VoteDocument & { pending: { type: string; seq: number; data: unknown }[] };

it('a curator suspends readers, an admin curators as well, and nobody an admin', () => {
  const roles = ['reader', 'curator', 'admin'] as const;
  const may = roles.map((role) => roles.filter((other) => maySuspend(role, other)));
  expect(may).toEqual([[], ['reader'], ['reader', 'curator']]);
});

describe('a suspended person', () => {
  let catalog: CatalogUnderTest;
  let curator: PersonCaller;
  let paperId: string;
  let papers = 0;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
    curator = await makePerson(catalog.mongo, { role: 'curator' });
  }, 60_000);
  afterAll(() => catalog?.stop());
  beforeEach(async () => {
    papers += 1;
    paperId = await newPaper(catalog, papers);
  });

  const vote = (person: PersonCaller, method: 'POST' | 'DELETE' = 'POST') =>
    catalog.call(person, method, `/api/papers/${paperId}/upvote`);
  const suspend = (person: PersonCaller, reason = 'Advertises.') =>
    catalog.call(curator, 'POST', `/api/people/${person.handle}/suspend`, { reason });
  const lift = (person: PersonCaller) => catalog.call(curator, 'POST', `/api/people/${person.handle}/lift`);
  const stored = (person: PersonCaller) =>
    catalog.mongo.collection<Stored>('votes').findOne({ _id: `${paperId}:${person.id}` }) as Promise<Stored>;
  const people = () => catalog.mongo.collection<PersonDocument>('people');
  const suspensions = () => catalog.app.get(Suspensions, { strict: false });
  /** Moves the suspension back by LAST_LOOK_MS, so that its votes are set aside or restored for the last time. */
  const later = async (person: PersonCaller) => {
    const at = new Date(Date.now() - LAST_LOOK_MS);
    await people().updateOne({ _id: person.id }, { $set: { 'suspension.at': at, 'suspension.dueAt': at } });
    await suspensions().settleDue();
  };

  it('can neither vote, comment, report, submit nor sign in; and is told why; until it is lifted', async () => {
    const person = await makePerson(catalog.mongo);
    const session = await catalog.app.get(CredentialStore, { strict: false }).beginSession(person.id);
    const resolve = () =>
      catalog.call(operator, 'POST', '/internal/sessions/resolve', {
        credentialHash: hashOf(session.secret),
      });
    const own = await catalog.call(person, 'POST', `/api/papers/${paperId}/comment`, { comment: 'Hm.' });
    const { id } = own.body.comment as { id: string };
    expect((await vote(person)).status).toBe(200);
    for (let time = 0; time < 2; time++) expect((await suspend(person)).status).toBe(204);
    const path = `/api/papers/${paperId}/comment`;
    const signIn = async () => {
      const link = await catalog.call(operator, 'POST', '/internal/sign-in-links', { handle: person.handle });
      return catalog.call(undefined, 'POST', '/api/sign-in/link', { token: link.body.token });
    };
    const tried = [
      await vote(person),
      await vote(person, 'DELETE'),
      await catalog.call(person, 'POST', path, { comment: 'More.' }),
      await catalog.call(person, 'POST', `${path}/${id}/reply`, { comment: 'More.' }),
      await catalog.call(person, 'PUT', `${path}/${id}`, { comment: 'More.' }),
      await catalog.call(person, 'DELETE', `${path}/${id}`),
      await catalog.call(person, 'POST', `${path}/${id}/report`, { reason: 'spam' }),
      await catalog.call(person, 'POST', '/api/papers/submit', { paperId }),
      await signIn(),
    ];
    for (const { status, body } of tried)
      expect([status, body.code, body.detail]).toEqual([
        403,
        'suspended',
        expect.stringContaining('Advertises.'),
      ]);
    expect((await resolve()).body.code).toBe('unknown-credential');
    expect((await lift(person)).status).toBe(204);
    expect((await resolve()).status).toBe(200);
    expect((await vote(person, 'DELETE')).status).toBe(200);
    expect((await signIn()).status).toBe(200);
  });

  it('has votes that are set aside by events, and count again as they were decided', async () => {
    const person = await makePerson(catalog.mongo);
    await vote(person);
    await suspend(person);
    expect(await stored(person)).toMatchObject({
      state: { standing: true, counts: false, reason: 'suspended' },
    });
    await lift(person);
    const restored = await stored(person);
    expect(restored).toMatchObject({ seq: 3, state: { standing: true, counts: true } });
    expect(restored.state).not.toHaveProperty('reason');
    expect(restored).not.toHaveProperty('causes');
    expect(restored).not.toHaveProperty('decided');
    expect(restored.pending.map(({ type, seq }) => [type, seq])).toEqual([
      ['vote.cast', 1],
      ['vote.set-aside', 2],
      ['vote.restored', 3],
    ]);
    const told = restored.pending.map(({ data }) => voteStateSchema.parse(data));
    expect(told.map(({ counts, reason }) => [counts, reason])).toEqual([
      [true, undefined],
      [false, 'suspended'],
      [true, undefined],
    ]);
  });

  it('has votes that did not count before, and do not count afterwards', async () => {
    const young = await Promise.all(
      Array.from({ length: 6 }, () => makePerson(catalog.mongo, { ageHours: 1 })),
    );
    for (const person of young) await vote(person);
    const last = young.at(-1) as PersonCaller;
    await suspend(last);
    expect((await stored(last)).state).toMatchObject({ counts: false, reason: 'suspended' });
    await lift(last);
    expect((await stored(last)).state).toMatchObject({ counts: false, reason: 'new-person-limit' });
  });

  it('a vote that was on its way is set aside by the last look, and then nothing is due any more', async () => {
    const person = await makePerson(catalog.mongo);
    // Suspends the person in the database directly. A vote moved from another person then stands for one on its way.
    await people().updateOne(
      { _id: person.id },
      {
        $set: {
          suspension: {
            state: 'suspended',
            at: new Date(),
            by: curator.id,
            reason: 'Spam',
            dueAt: new Date(),
          },
        },
      },
    );
    await suspensions().settleDue();
    const before = (await people().findOne({ _id: person.id }))?.suspension;
    expect(before?.dueAt?.getTime()).toBe(Number(before?.at) + LAST_LOOK_MS);
    const other = await makePerson(catalog.mongo);
    await vote(other);
    await catalog.mongo
      .collection<Stored>('votes')
      .updateOne({ _id: `${paperId}:${other.id}` }, { $set: { 'state.personId': person.id } });
    await later(person);
    expect(await stored(other)).toMatchObject({ seq: 2, state: { counts: false, reason: 'suspended' } });
    expect((await people().findOne({ _id: person.id }))?.suspension).not.toHaveProperty('dueAt');
  });

  it('what a crash cut off is finished by whoever looks next, and twice is once', async () => {
    const person = await makePerson(catalog.mongo);
    await vote(person);
    const at = new Date();
    await people().updateOne(
      { _id: person.id },
      { $set: { suspension: { state: 'suspended', at, by: curator.id, reason: 'Spam', dueAt: at } } },
    );
    await Promise.all([suspensions().settleDue(), suspensions().settleDue()]);
    await people().updateOne({ _id: person.id }, { $set: { 'suspension.dueAt': at } });
    await suspensions().settleDue();
    expect(await stored(person)).toMatchObject({ seq: 2, state: { counts: false } });
  });

  it('is who curators may suspend; the log tells of it, and the history of the person', async () => {
    const [person, admin] = [
      await makePerson(catalog.mongo),
      await makePerson(catalog.mongo, { role: 'admin' }),
    ];
    for (const other of [admin, curator]) {
      expect((await suspend(other)).body.code).toBe('not-suspendable');
      expect((await lift(other)).body.code).toBe('not-suspendable');
    }
    expect((await suspend({ ...person, handle: 'nobody-at-all' })).body.code).toBe('unknown-person');
    expect((await catalog.call(curator, 'POST', `/api/people/${person.handle}/suspend`, {})).status).toBe(
      400,
    );
    await suspend(person, 'Ring');
    const history = async () =>
      (await catalog.call(curator, 'GET', `/api/people/${person.handle}/history`)).body.history;
    expect(await history()).toMatchObject({ handle: person.handle, suspended: { reason: 'Ring' } });
    await lift(person);
    expect(await history()).not.toHaveProperty('suspended');
    const acts = await catalog.mongo.collection(AUDIT).find({ to: person.id }).sort({ at: 1 }).toArray();
    expect(acts.map(({ act, by, reason }) => [act, by, reason])).toEqual([
      ['person-suspended', curator.id, 'Ring'],
      ['suspension-lifted', curator.id, undefined],
    ]);
  });

  it('may be suspended by an operator, by address, whatever the role', async () => {
    const person = await makePerson(catalog.mongo, { role: 'admin' });
    const address = `${person.handle}@example.org`;
    const post = (deed: string, body: object) =>
      catalog.call(operator, 'POST', `/internal/people/${deed}`, body);
    expect((await post('suspend', { address, reason: 'Lost' })).body).toEqual({
      handle: person.handle,
      changed: true,
    });
    expect((await post('suspend', { address, reason: 'Lost' })).body.changed).toBe(false);
    expect((await post('lift', { address })).body).toEqual({ handle: person.handle, changed: true });
    expect((await post('lift', { address: 'nobody@example.org' })).body.code).toBe('unknown-person');
  });

  it('whatever causes come and go in whatever order, a vote counts when none is left, and seq counts its events', async () => {
    const votes = catalog.app.get(SetAsideVotes, { strict: false });
    const causes = fc.constantFrom<Cause>('suspended', 'ring:a', 'ring:b');
    const step = fc.tuple(causes, fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
        const person = await makePerson(catalog.mongo);
        await vote(person);
        const held = new Set<Cause>();
        let changes = 1;
        for (const [cause, aside] of steps) {
          if (held.has(cause) !== aside) changes += 1;
          if (aside) held.add(cause);
          else held.delete(cause);
          await votes[aside ? 'setAside' : 'restore']({ 'state.personId': person.id }, cause);
        }
        const { seq, state, pending } = await stored(person);
        expect([seq, pending.map((event) => event.seq)]).toEqual([
          changes,
          Array.from({ length: changes }, (_, at) => at + 1),
        ]);
        expect(state.counts).toBe(held.size === 0);
        const reason = held.has('suspended') ? 'suspended' : held.size > 0 ? 'ring' : undefined;
        expect(state.reason).toBe(reason);
        expect(voteStateSchema.parse(pending.at(-1)?.data)).toEqual({ ...state, seq });
      }),
      { numRuns: 20 },
    );
  });
});
