import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { authorIdOf, FORMER_PERSON_ID, KEPT_PARTS, type KeptPart } from '@paperboy/contracts';
import { type OutboxDocument } from '@paperboy/messaging';
import type { PersonCaller } from '@paperboy/platform';
import { uniqueNamespace, waitFor } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { PaperStore } from '../paper/paper.store.js';
import { CredentialStore } from '../person/credential.store.js';
import { DELETIONS, type DeletionDocument } from './deletion.js';
import { Farewells } from './farewell.service.js';

const PATIENT = { timeoutMs: 60_000, everyMs: 50 };

/** Two replicas of a catalog that does not publish, so that a test can read the pending events; and a fake mailer. */
describe('what is kept of a person, and its end', () => {
  let one: CatalogUnderTest;
  let other: CatalogUnderTest;
  let mailer: Server;
  let mailerIsAway = false;
  /** The requests that the mailer received. */
  const asked: { path: string; body: unknown }[] = [];
  const papers = Array.from({ length: 6 }, (_, at) => `2611.0010${at}`);
  const [first = '', second = ''] = papers;

  beforeAll(async () => {
    mailer = createServer(async (request, response) => {
      asked.push({ path: String(request.url), body: await json(request) });
      response.statusCode = mailerIsAway ? 503 : request.url?.endsWith('/kept') ? 200 : 204;
      response.setHeader('content-type', 'application/json');
      if (response.statusCode === 200) response.end(JSON.stringify({ entries: [{ kind: 'subscriber' }] }));
      else
        response.end(mailerIsAway ? JSON.stringify({ status: 503, code: 'away', detail: '-' }) : undefined);
    }).listen(0, '127.0.0.1');
    await once(mailer, 'listening');
    const env = {
      MAILER_URL: `http://127.0.0.1:${(mailer.address() as AddressInfo).port}`,
      SUBMISSION_MAX_AGE_DAYS: '36500',
    };
    const namespace = uniqueNamespace();
    one = await startCatalog(namespace, { env });
    other = await startCatalog(namespace, { env });
    await one.app.get(PaperStore).take(
      papers.map((paperId) => ({ paperId, record: paperRecord(paperId) })),
      'live',
    );
  }, 60_000);
  afterAll(async () => {
    await other?.stop();
    await one?.stop();
    mailer?.close();
  });
  beforeEach(() => {
    asked.length = 0;
    mailerIsAway = false;
  });

  type Stored = OutboxDocument & { state: Record<string, unknown>; text?: string };
  const of = (name: string) => one.mongo.collection<Stored>(name);
  const deletions = () => one.mongo.collection<DeletionDocument>(DELETIONS);
  const deletionOf = ({ id }: PersonCaller) => deletions().findOne({ _id: id });
  const leave = (person: PersonCaller, comments = 'keep', handle = person.handle) =>
    one.call(person, 'POST', '/api/settings/delete', { handle, comments });
  const kept = async (person: PersonCaller, part: KeptPart) =>
    (await one.call(person, 'GET', `/api/settings/kept/${part}`)).body.entries as Record<string, unknown>[];
  const vote = (replica: CatalogUnderTest, person: PersonCaller, paperId: string) =>
    replica.call(person, 'POST', `/api/papers/${paperId}/upvote`);
  const say = async (person: PersonCaller, paperId: string, key: string) =>
    (
      (
        await one.call(
          person,
          'POST',
          `/api/papers/${paperId}/comment`,
          { comment: 'It is *so*.' },
          { 'idempotency-key': key },
        )
      ).body.comment as { id: string }
    ).id;
  /** What a person does before leaving. */
  const live = async (paperId: string) => {
    const person = await makePerson(one.mongo);
    await vote(one, person, first);
    await vote(one, person, second);
    await one.app.get(CredentialStore, { strict: false }).beginSession(person.id, 'Firefox on Linux');
    const comment = await say(person, first, `key-${person.id}`);
    const submitted = await one.call(
      person,
      'POST',
      '/api/papers/submit',
      { paperId },
      { 'idempotency-key': `submit-${person.id}` },
    );
    expect(submitted.status).toBe(201);
    for (const [path, body] of [
      [`/api/papers/${second}/save`, undefined],
      ['/api/saved/feed', undefined],
      ['/api/settings/papers/claim', { paperId: first, claimAuthorId: authorIdOf(first, 0) }],
    ] as const)
      expect((await one.call(person, 'POST', path, body)).status).toBeLessThan(300);
    // Somebody else answers the person, who reports the answer.
    const writer = await makePerson(one.mongo);
    const answer = await say(writer, first, `answer-${person.id}`);
    await of('comments').updateOne({ _id: answer }, { $set: { 'state.notifies': [person.id] } });
    const report = { reason: 'spam', note: 'Look.' };
    const reported = await one.call(person, 'POST', `/api/papers/${first}/comment/${answer}/report`, report);
    expect(reported.status).toBeLessThan(300);
    return { person, comment };
  };
  /** Waits until the first round is over. */
  const settling = (person: PersonCaller) =>
    waitFor(
      () => deletionOf(person),
      (found) => found?.round === 'again',
      PATIENT,
    );
  /** Makes the second round due, and waits until only the tombstones are missing. */
  const settled = async (person: PersonCaller) => {
    await deletions().updateOne({ _id: person.id }, { $set: { dueAt: new Date(0) } });
    await waitFor(
      () => deletionOf(person),
      (found) => found?.step === 'published',
      PATIENT,
    );
  };
  /** The last event of each document that is being deleted. Kafka would keep it. */
  const lastEvents = async (name: string, filter: Record<string, unknown>) =>
    (await of(name).find(filter).toArray()).map(({ deleteAfterPublish, pending }) => [
      deleteAfterPublish,
      pending?.at(-1)?.data,
    ]);
  /** Everything that the database holds, without the documents that wait for their tombstone to be published. */
  const everything = async () => {
    const collections = await one.mongo.listCollections();
    const documents = await Promise.all(
      collections.map(({ name }) =>
        of(name)
          .find({ deleteAfterPublish: { $ne: true } })
          .toArray(),
      ),
    );
    // Pending events are removed when they are published.
    return JSON.stringify(documents.flat().map((document) => ({ ...document, pending: undefined })));
  };

  it('is told part by part to the person alone, without secrets', async () => {
    const { person, comment } = await live(papers[2] ?? '');
    const stranger = await makePerson(one.mongo);
    const all = Object.fromEntries(
      await Promise.all(KEPT_PARTS.map(async (part) => [part, await kept(person, part)] as const)),
    );
    expect(all.account).toMatchObject([{ id: person.id, address: `${person.handle}@example.org` }]);
    expect(all.votes?.map(({ paperId }) => paperId)).toEqual([first, second]);
    expect(all.comments).toMatchObject([{ id: comment, text: 'It is *so*.' }]);
    expect(all.submissions).toMatchObject([{ paperId: papers[2] }]);
    expect(all.sessions).toMatchObject([{ device: 'Firefox on Linux' }]);
    expect(all.saved).toMatchObject([{ paperId: second }]);
    expect(all['saved-feed']).toHaveLength(1);
    expect(all.claims).toMatchObject([{ paperId: first, state: 'waiting' }]);
    expect(all.reports).toMatchObject([{ reason: 'spam', note: 'Look.' }]);
    expect(all.limits?.length).toBeGreaterThanOrEqual(4);
    expect(all.mail).toEqual([{ kind: 'subscriber' }]);
    expect(asked).toEqual([
      {
        path: '/internal/subscribers/kept',
        body: { address: `${person.handle}@example.org`, personId: person.id },
      },
    ]);
    expect(JSON.stringify(all)).not.toMatch(/[0-9a-f]{32}/);
    expect(await kept(stranger, 'votes')).toEqual([]);
    expect((await one.call(operator, 'GET', '/api/settings/kept/votes')).status).toBe(403);
    expect((await one.call(person, 'GET', '/api/settings/kept/secrets')).status).toBe(400);
  });

  it('comes page by page', async () => {
    const person = await makePerson(one.mongo);
    const _ids = Array.from({ length: 501 }, (_, at) => `many-${String(at).padStart(3, '0')}`);
    await of('comments').insertMany(
      _ids.map((_id) => ({ _id, state: { id: _id, personId: person.id } })) as Stored[],
    );
    const page = await one.call(person, 'GET', '/api/settings/kept/comments');
    expect(page.body).toMatchObject({ next: 'many-499' });
    const rest = await one.call(person, 'GET', '/api/settings/kept/comments?after=many-499');
    expect(rest.body).toEqual({ entries: [expect.objectContaining({ id: 'many-500' })] });
    await of('comments').deleteMany({ 'state.personId': person.id });
  });

  it('ends only for the own handle', async () => {
    const person = await makePerson(one.mongo);
    expect(await leave(person, 'keep', 'somebody-else')).toMatchObject({
      status: 409,
      body: { code: 'wrong-handle' },
    });
    expect((await leave(person, 'burn')).status).toBe(400);
    expect(await deletionOf(person)).toBeNull();
  });

  it('ends with the votes withdrawn by tombstones, the comments without a name, and no trace', async () => {
    const { person, comment } = await live(papers[3] ?? '');
    await of('papers').updateOne({ _id: first }, { $set: { submissionKey: `${person.id}:x` } } as never);
    expect(await leave(person)).toMatchObject({ status: 202, body: { status: 'deleting' } });
    await settling(person);
    expect(asked).toEqual([
      {
        path: '/internal/subscribers/forget',
        body: { address: `${person.handle}@example.org`, personId: person.id },
      },
    ]);
    expect((await one.call(operator, 'GET', `/api/people/${person.handle}`)).status).toBe(404);
    expect(await lastEvents('votes', { 'state.personId': person.id })).toEqual([
      [true, null],
      [true, null],
    ]);
    expect(await lastEvents('people', { _id: person.id })).toEqual([[true, null]]);
    const said = await of('comments').findOne({ _id: comment });
    expect(said).toMatchObject({ text: 'It is *so*.', state: { personId: FORMER_PERSON_ID } });
    expect(said?.pending?.at(-1)).toMatchObject({ type: 'comment.edited', seq: 2 });
    const submitted = await of('papers').findOne({ _id: papers[3] ?? '' });
    expect(submitted?.state.submission).toMatchObject({ by: FORMER_PERSON_ID, byKind: 'person' });
    expect(submitted).not.toHaveProperty('submissionKey');
    await settled(person);
    await of('papers').updateOne({ _id: first }, { $unset: { submissionKey: '' } } as never);
    const left = (await everything()).replace(JSON.stringify(await deletionOf(person)).slice(0, 30), '');
    for (const trace of [person.handle, `"${person.id}"`, `${person.id}:`, `${person.id}#`])
      expect(left.replaceAll(`"_id":"${person.id}"`, '')).not.toContain(trace);
  });

  it('ends with the text of the comments gone, when the person wishes so', async () => {
    const { person, comment } = await live(papers[4] ?? '');
    const reader = await makePerson(one.mongo);
    await one.call(reader, 'POST', `/api/papers/${first}/comment/${comment}/report`, { reason: 'spam' });
    expect(await of('comments').findOne({ _id: comment })).toHaveProperty('waitsSince');
    await leave(person, 'remove');
    await settling(person);
    const said = await of('comments').findOne({ _id: comment });
    expect(said).not.toHaveProperty('text');
    // No curator has to look at it any more.
    expect(said).not.toHaveProperty('waitsSince');
    expect(said?.state).toMatchObject({ state: 'erased', personId: FORMER_PERSON_ID });
  });

  it('a vote that is on its way when its person leaves does not stand in the end', async () => {
    const person = await makePerson(one.mongo);
    await vote(other, person, first);
    const many = papers.slice(1).map((paperId, at) => vote(at % 2 ? one : other, person, paperId));
    await leave(person);
    await Promise.all(many);
    await settling(person);
    // The other replica may still have the person in its cache.
    expect([200, 403]).toContain((await vote(other, person, second)).status);
    await settled(person);
    const left = await lastEvents('votes', { 'state.personId': person.id });
    expect(left).toEqual(left.map(() => [true, null]));
  });

  it('a vote that waits for its tombstone changes no more, so that the tombstone is its last event', async () => {
    const person = await makePerson(one.mongo);
    await vote(one, person, first);
    await of('votes').updateOne({ _id: `${first}:${person.id}` }, { $set: { deleteAfterPublish: true } });
    const refused = await one.call(person, 'DELETE', `/api/papers/${first}/upvote`);
    expect(refused.status).toBe(503);
    expect((await of('votes').findOne({ _id: `${first}:${person.id}` }))?.pending).toHaveLength(1);
  });

  it('waits while the mailer is away, with nobody let in, and goes on by itself', async () => {
    const { person } = await live(papers[5] ?? '');
    mailerIsAway = true;
    await leave(person);
    await waitFor(() => asked.length, Boolean, PATIENT);
    expect(await deletionOf(person)).toMatchObject({ step: 'subscriber' });
    expect((await one.call(operator, 'GET', `/api/people/${person.handle}`)).status).toBe(404);
    mailerIsAway = false;
    await deletions().updateOne({ _id: person.id }, { $set: { dueAt: new Date(0) } });
    await settling(person);
    expect(await deletionOf(person)).not.toHaveProperty('address');
  });

  it('a step that is done twice is done once', async () => {
    const person = await makePerson(one.mongo);
    await vote(one, person, first);
    const comment = await say(person, first, `twice-${person.id}`);
    const place = { round: 'first', comments: 'keep', askedAt: new Date(), dueAt: new Date() } as const;
    for (const step of ['account', 'votes', 'comments', 'submissions', 'traces'] as const) {
      const doing = { _id: person.id, step, ...place };
      for (let time = 0; time < 3; time++) await one.app.get(Farewells, { strict: false }).do(doing);
    }
    expect((await of('comments').findOne({ _id: comment }))?.pending).toHaveLength(2);
    expect((await of('votes').findOne({ 'state.personId': person.id }))?.pending).toHaveLength(2);
    expect((await of('people').findOne({ _id: person.id }))?.pending).toHaveLength(1);
  });
});
