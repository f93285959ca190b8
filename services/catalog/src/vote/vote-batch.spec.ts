import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { PaperStore } from '../paper/paper.store.js';
import type { VoteDocument } from './vote.js';

type Wish = 'cast' | 'withdraw';
type Stored = VoteDocument & { pending: { type: string; traceparent: string }[] };

const WEB: Caller = { kind: 'service', name: 'web' };
const TRACE_ID = 'a'.repeat(32);

describe('votes of many people in one request', () => {
  let catalog: CatalogUnderTest;
  let papers = 0;

  const newPaper = async (): Promise<string> => {
    papers += 1;
    const paperId = `2612.${String(papers).padStart(5, '0')}`;
    await catalog.app.get(PaperStore).take([{ paperId, record: paperRecord(paperId) }], 'live');
    return paperId;
  };
  const item = (personId: string, paperId: string, wish: Wish = 'cast') => ({
    personId,
    paperId,
    wish,
    traceparent: `00-${TRACE_ID}-${'b'.repeat(16)}-01`,
    requestId: `of-${personId}`,
  });
  const send = (votes: unknown[], as: Caller | undefined = WEB, headers: Record<string, string> = {}) =>
    catalog.call(as, 'POST', '/internal/votes', { votes }, headers);
  const stored = (personId: string, paperId: string) =>
    catalog.mongo.collection<Stored>('votes').findOne({ _id: `${paperId}:${personId}` });

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
  });
  afterAll(() => catalog?.stop());

  it('each is told what its own request would be, and a bad one spoils no other', async () => {
    const [paperId, flooded] = [await newPaper(), await newPaper()];
    const people = await Promise.all(Array.from({ length: 12 }, () => makePerson(catalog.mongo)));
    const ghost = { ...(people[0] as (typeof people)[number]), id: 'nobody' };
    const fresh = people.slice(1);
    const [flooder] = people;
    if (flooder === undefined) throw new Error('Nobody was made.');
    const wishes = Array.from({ length: 60 }, (_, at) =>
      item(flooder.id, flooded, at % 2 ? 'withdraw' : 'cast'),
    );
    expect((await send(wishes)).status).toBe(200);
    const { status, body } = await send([
      item(flooder.id, '2612.99999'),
      ...fresh.map(({ id }) => item(id, paperId)),
      item(ghost.id, paperId),
      item(flooder.id, flooded),
      item(flooder.id, paperId, 'withdraw'),
    ]);
    expect(status).toBe(200);
    const outcomes = body.outcomes as { vote?: unknown; problem?: Record<string, unknown> }[];
    const alone = [
      await catalog.call(flooder, 'POST', '/api/papers/2612.99999/upvote'),
      ...(await Promise.all(fresh.map((one) => catalog.call(one, 'POST', `/api/papers/${paperId}/upvote`)))),
      await catalog.call(ghost, 'POST', `/api/papers/${paperId}/upvote`),
      await catalog.call(flooder, 'POST', `/api/papers/${flooded}/upvote`),
      await catalog.call(flooder, 'DELETE', `/api/papers/${paperId}/upvote`),
    ];
    expect(outcomes).toHaveLength(alone.length);
    for (const [at, own] of alone.entries()) {
      const { vote, problem } = outcomes[at] ?? {};
      if (own.status === 200) expect(JSON.stringify(vote)).toBe(JSON.stringify(own.body));
      else {
        const { code, detail } = own.body;
        expect(problem).toMatchObject({ status: own.status, code, detail });
        expect(problem?.retryAfterSeconds !== undefined).toBe(own.headers.has('retry-after'));
      }
    }
    expect(alone.map(({ status: each }) => each)).toEqual([404, ...fresh.map(() => 200), 403, 429, 200]);
    for (const { id } of fresh) {
      expect(await stored(id, paperId)).toMatchObject({ seq: 1, state: { standing: true } });
    }
  });

  it('several wishes of one person for one paper are done one after the other, in their order', async () => {
    const [person, paperId] = [await makePerson(catalog.mongo), await newPaper()];
    const order: Wish[] = ['cast', 'withdraw', 'cast', 'withdraw', 'withdraw', 'cast', 'withdraw'];
    const { body } = await send(order.map((wish) => item(person.id, paperId, wish)));
    expect(body.outcomes).toEqual(
      order.map((wish) => ({ vote: { paperId, upvoted: wish === 'cast', counts: true } })),
    );
    const vote = await stored(person.id, paperId);
    expect(vote).toMatchObject({ seq: 6, state: { standing: false } });
    expect(vote?.pending.map(({ type }) => type)).toEqual(
      Array.from({ length: 6 }, (_, at) => (at % 2 ? 'vote.withdrawn' : 'vote.cast')),
    );
  });

  it("each event belongs to the trace of its own person's request", async () => {
    const paperId = await newPaper();
    const [ann, bob] = [await makePerson(catalog.mongo), await makePerson(catalog.mongo)];
    const other = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`;
    await send([item(ann.id, paperId), { ...item(bob.id, paperId), traceparent: other }]);
    const traceOf = async (id: string) => (await stored(id, paperId))?.pending[0]?.traceparent.slice(3, 35);
    expect([await traceOf(ann.id), await traceOf(bob.id)]).toEqual([TRACE_ID, 'c'.repeat(32)]);
  });

  it('what web waits for no longer is not done, for all of them', async () => {
    const paperId = await newPaper();
    const [ann, bob] = [await makePerson(catalog.mongo), await makePerson(catalog.mongo)];
    await send([item(bob.id, paperId)]);
    const late = { 'x-answer-by': String(Date.now() - 1_000) };
    const { body } = await send([item(ann.id, paperId), item(bob.id, paperId, 'withdraw')], WEB, late);
    const problem = { status: 503, code: 'too-late', detail: expect.any(String), retryAfterSeconds: 2 };
    expect(body.outcomes).toEqual([{ problem }, { problem }]);
    expect(await stored(ann.id, paperId)).toBeNull();
    expect(await stored(bob.id, paperId)).toMatchObject({ seq: 1, state: { standing: true } });
    const inTime = { 'x-answer-by': String(Date.now() + 10_000) };
    const { body: done } = await send([item(ann.id, paperId)], WEB, inTime);
    expect(done.outcomes).toEqual([{ vote: { paperId, upvoted: true, counts: true } }]);
  });

  it('only web says for whom, and not for more than a hundred at once', async () => {
    const [person, paperId] = [await makePerson(catalog.mongo), await newPaper()];
    const votes = [item(person.id, paperId)];
    const callers: Caller[] = [
      { ...person, role: 'admin' },
      { kind: 'service', name: 'ranking' },
      { kind: 'service', name: 'operator' },
    ];
    for (const caller of callers) expect((await send(votes, caller)).body.code).toBe('not-allowed');
    expect((await catalog.call(undefined, 'POST', '/internal/votes', { votes })).status).toBe(401);
    const many = Array.from({ length: 101 }, () => item(person.id, paperId));
    for (const wrong of [many, [], [{ ...votes[0], paperId: '../sample' }], [{ ...votes[0], wish: 'paper' }]])
      expect((await send(wrong)).body.code).toBe('invalid-request');
    expect(await stored(person.id, paperId)).toBeNull();
    expect((await send(many.slice(1))).status).toBe(200);
    expect(await stored(person.id, paperId)).toMatchObject({ seq: 1 });
  });

  it('one by a mail is that of the account with the address, once, and only the mailer says for which', async () => {
    const [person, paperId] = [await makePerson(catalog.mongo), await newPaper()];
    const byAddress = (address: string, as: Caller = { kind: 'service', name: 'mailer' }) =>
      catalog.call(as, 'POST', '/internal/votes/by-address', { address, paperId });
    for (const address of [`${person.handle}@example.org`, `${person.handle.toUpperCase()}@Example.org`]) {
      const answer = await byAddress(address);
      expect([answer.status, answer.body]).toEqual([200, { paperId, upvoted: true, counts: true }]);
    }
    expect(await stored(person.id, paperId)).toMatchObject({ seq: 1, state: { standing: true } });
    const unknown = await byAddress('nobody-of-this-name@example.org');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown-person']);
    for (const caller of [WEB, { ...person } as Caller])
      expect((await byAddress('ann@example.org', caller)).body.code).toBe('not-allowed');
  });
});
