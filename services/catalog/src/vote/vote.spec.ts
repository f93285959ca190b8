import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { voteStateSchema } from '@paperboy/contracts';
import type { PersonCaller } from '@paperboy/platform';
import { uniqueNamespace, waitFor } from '@paperboy/testing';
import fc from 'fast-check';
import { type CatalogUnderTest, startCatalog } from '../../test/catalog-under-test.js';
import { newPaper } from '../../test/new-paper.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { QUOTAS, type QuotaDocument } from '../document/quota.schema.js';
import { PAPERS } from '../paper/paper.schema.js';
import { PaperStore } from '../paper/paper.store.js';
import { SetAsideVotes } from './set-aside-votes.store.js';
import { CASTS_PER_VOTE, refusal, type VoteDocument } from './vote.js';

describe('refusing to change a vote', () => {
  const history = (casts: number) => Array.from({ length: casts }, () => ({ castAt: 'x' }));
  const vote = (count: number, casts: number, standing: boolean) => ({
    changes: { day: '2026-11-22', count },
    state: { standing, history: history(casts) },
  });

  it('happens after so many changes on one day, and not on the next', () => {
    expect(refusal(vote(59, 3, false), '2026-11-22', 60)).toBeUndefined();
    expect(refusal(vote(60, 3, false), '2026-11-22', 60)).toBe('today');
    expect(refusal(vote(60, 3, false), '2026-11-23', 60)).toBeUndefined();
  });

  it('happens for ever after so many casts, but what stands can be taken back', () => {
    expect(refusal(vote(1, CASTS_PER_VOTE, false), '2026-11-22', 60)).toBe('for-ever');
    expect(refusal(vote(1, CASTS_PER_VOTE, true), '2026-11-22', 60)).toBeUndefined();
  });
});

describe('votes in the catalog', () => {
  let catalog: CatalogUnderTest;
  let papers = 0;

  const nextPaper = () => {
    papers += 1;
    return newPaper(catalog, papers);
  };
  const cast = (person: PersonCaller, paperId: string) =>
    catalog.call(person, 'POST', `/api/papers/${paperId}/upvote`);
  const withdraw = (person: PersonCaller, paperId: string) =>
    catalog.call(person, 'DELETE', `/api/papers/${paperId}/upvote`);
  const stored = (person: PersonCaller, paperId: string) =>
    catalog.mongo.collection<VoteDocument>('votes').findOne({ _id: `${paperId}:${person.id}` });

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
  });
  afterAll(() => catalog?.stop());

  it('while people vote the catalog says that imports yield, and no longer soon after', async () => {
    const yielding = async () =>
      (await catalog.call({ kind: 'service', name: 'operator' }, 'GET', '/internal/imports/none')).body
        .yielding;
    await cast(await makePerson(catalog.mongo), await nextPaper());
    expect(await yielding()).toBe(true);
    await waitFor(yielding, (yields) => yields === false);
  });

  it('a vote is cast once however many clients cast it at the same time', async () => {
    const [person, paperId] = [await makePerson(catalog.mongo), await nextPaper()];
    const answers = await Promise.all(Array.from({ length: 24 }, () => cast(person, paperId)));
    for (const { status, body } of answers) {
      expect([status, body]).toEqual([200, { paperId, upvoted: true, counts: true }]);
    }
    const vote = await stored(person, paperId);
    expect(vote).toMatchObject({
      seq: 1,
      state: { standing: true, history: [{ castAt: expect.any(String) }] },
    });
    expect(vote).toHaveProperty('pending.length', 1);
    expect(vote).toHaveProperty('pending.0.type', 'vote.cast');
  });

  it('casting, withdrawing and casting again is one vote with two periods, and each change is an event', async () => {
    const [person, paperId] = [await makePerson(catalog.mongo), await nextPaper()];
    await cast(person, paperId);
    expect((await withdraw(person, paperId)).body).toEqual({ paperId, upvoted: false, counts: true });
    expect((await withdraw(person, paperId)).status).toBe(200);
    await cast(person, paperId);
    const vote = (await stored(person, paperId)) as VoteDocument & {
      pending: { type: string; data: unknown }[];
    };
    expect(vote.seq).toBe(3);
    expect(vote.pending.map(({ type }) => type)).toEqual(['vote.cast', 'vote.withdrawn', 'vote.cast']);
    const states = vote.pending.map(({ data }) => voteStateSchema.parse(data));
    expect(states.map(({ seq, standing }) => [seq, standing])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
    const times = vote.state.history
      .flatMap(({ castAt, withdrawnAt }) => [castAt, withdrawnAt ?? ''])
      .slice(0, 3);
    expect(times).toEqual([...times].sort());
    const asked = await catalog.call(person, 'POST', '/internal/votes/standing', {
      paperIds: [paperId, '2611.09999'],
    });
    expect(asked.body).toEqual({ upvoted: [paperId], counted: [paperId] });
  });

  it('what its caller waits for no longer is not done, and that is said', async () => {
    const [person, paperId] = [await makePerson(catalog.mongo), await nextPaper()];
    const path = `/api/papers/${paperId}/upvote`;
    const by = (method: string, waitsForMs: number) =>
      catalog.call(person, method, path, undefined, { 'x-answer-by': String(Date.now() + waitsForMs) });
    const late = { status: 503, body: { code: 'too-late' } };
    expect(await by('POST', -1_000)).toMatchObject(late);
    expect(await stored(person, paperId)).toBeNull();
    expect(await by('POST', 10_000)).toMatchObject({ status: 200 });
    expect(await by('DELETE', -1_000)).toMatchObject(late);
    expect(await by('DELETE', 10_000)).toMatchObject({ status: 200 });
    // This is not a first vote any more, so another command writes it.
    expect(await by('POST', -1_000)).toMatchObject(late);
    expect(await stored(person, paperId)).toMatchObject({ seq: 2, state: { standing: false } });
    expect(await by('POST', 10_000)).toMatchObject({ status: 200 });
    const vote = await stored(person, paperId);
    expect(vote).toMatchObject({ seq: 3, state: { standing: true } });
    expect(Object.keys(vote ?? {}).sort()).toEqual([
      '_id',
      'changes',
      'pending',
      'pendingSince',
      'seq',
      'state',
    ]);
  });

  it('any sequence of casts and withdrawals leaves what a model says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (wishes) => {
        const [person, paperId] = [await makePerson(catalog.mongo), await nextPaper()];
        const periods: boolean[] = [];
        let changes = 0;
        for (const wish of wishes) {
          const isOpen = periods.at(-1) ?? false;
          if (wish && !isOpen) periods.push(true);
          if (!wish && isOpen) periods[periods.length - 1] = false;
          if (wish !== isOpen) changes += 1;
          const answer = await (wish ? cast : withdraw)(person, paperId);
          expect(answer.body).toMatchObject({ upvoted: wish });
        }
        const vote = await stored(person, paperId);
        expect(vote?.seq ?? 0).toBe(changes);
        expect((vote?.state.history ?? []).map(({ withdrawnAt }) => withdrawnAt === undefined)).toEqual(
          periods,
        );
        expect(vote?.state.standing ?? false).toBe(periods.at(-1) ?? false);
      }),
      { numRuns: 25 },
    );
  });

  it('clients that cast and withdraw at the same time leave one history without overlaps', async () => {
    const [person, paperId] = [await makePerson(catalog.mongo), await nextPaper()];
    await Promise.all(Array.from({ length: 40 }, (_, at) => (at % 2 ? cast : withdraw)(person, paperId)));
    const vote = await stored(person, paperId);
    const history = vote?.state.history ?? [];
    expect(vote?.seq).toBe(history.length * 2 - (vote?.state.standing ? 1 : 0));
    history.forEach(({ castAt, withdrawnAt }, at) => {
      if (at < history.length - 1) expect(withdrawnAt).toBeDefined();
      if (at > 0) expect(castAt >= (history[at - 1]?.withdrawnAt ?? '~')).toBe(true);
    });
  });

  it('the votes of new people count for five of them a paper and day, never for more, and stay as decided', async () => {
    const paperId = await nextPaper();
    const people = await Promise.all(
      Array.from({ length: 14 }, () => makePerson(catalog.mongo, { ageHours: 1 })),
    );
    const answers = await Promise.all(people.map((person) => cast(person, paperId)));
    expect(answers.map(({ body }) => body.upvoted)).not.toContain(false);
    expect(answers.filter(({ body }) => body.counts)).toHaveLength(5);
    const left = answers.findIndex(({ body }) => !body.counts);
    const person = people[left] as PersonCaller;
    expect(await stored(person, paperId)).toMatchObject({
      state: { counts: false, reason: 'new-person-limit' },
    });
    await withdraw(people[answers.findIndex(({ body }) => body.counts)] as PersonCaller, paperId);
    await withdraw(person, paperId);
    expect((await cast(person, paperId)).body).toMatchObject({ upvoted: true, counts: false });
    expect((await cast(await makePerson(catalog.mongo), paperId)).body).toMatchObject({ counts: true });
  });

  it('a new person who withdraws frees the place for another, and there are never more than five at once', async () => {
    const paperId = await nextPaper();
    const people = await Promise.all(
      Array.from({ length: 7 }, () => makePerson(catalog.mongo, { ageHours: 1 })),
    );
    const [first, , , , , sixth, seventh] = people as [
      PersonCaller,
      PersonCaller,
      PersonCaller,
      PersonCaller,
      PersonCaller,
      PersonCaller,
      PersonCaller,
    ];
    for (const person of people.slice(0, 5))
      expect((await cast(person, paperId)).body).toMatchObject({ counts: true });
    await withdraw(first, paperId);
    expect((await cast(sixth, paperId)).body).toMatchObject({ counts: true });
    expect((await cast(seventh, paperId)).body).toMatchObject({ counts: false });
    const refused = await cast(first, paperId);
    expect([refused.status, refused.body.code]).toEqual([429, 'new-person-limit']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await withdraw(sixth, paperId);
    expect((await cast(first, paperId)).body).toMatchObject({ upvoted: true, counts: true });
  });

  it('new people who cast and withdraw at the same time have never more than five votes that count', async () => {
    const paperId = await nextPaper();
    const people = await Promise.all(
      Array.from({ length: 8 }, () => makePerson(catalog.mongo, { ageHours: 1 })),
    );
    for (let round = 0; round < 4; round++)
      await Promise.all(
        people.flatMap((person) => [cast(person, paperId), withdraw(person, paperId), cast(person, paperId)]),
      );
    const counting = await catalog.mongo
      .collection('votes')
      .countDocuments({ 'state.paperId': paperId, 'state.standing': true, 'state.counts': true });
    expect(counting).toBeLessThanOrEqual(5);
  });

  it('whatever is cast, withdrawn, set aside and restored, a new person has a place exactly while the vote stands', async () => {
    const votes = catalog.app.get(SetAsideVotes, { strict: false });
    const deeds = ['cast', 'withdraw', 'setAside', 'restore'] as const;
    const places = async (paperId: string) => {
      const quotas = await catalog.mongo
        .collection<QuotaDocument>(QUOTAS)
        .find({ _id: { $gte: `new-people:${paperId}:`, $lt: `new-people:${paperId};` } })
        .toArray();
      return quotas.flatMap(({ takers }) => takers).length;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...deeds), { minLength: 2, maxLength: 10 }),
        fc.boolean(),
        async (steps, sample) => {
          const person = await makePerson(catalog.mongo, { ageHours: 1 });
          const paperId = await nextPaper();
          if (sample)
            await catalog.mongo
              .collection(PAPERS)
              .updateOne({ _id: paperId as never }, { $set: { 'state.sample': true } });
          let stands = false;
          for (const deed of steps) {
            if (deed === 'cast') stands = (await cast(person, paperId)).status === 200;
            else if (deed === 'withdraw') stands = (await withdraw(person, paperId)).status !== 200;
            else await votes[deed]({ 'state.personId': person.id }, 'ring:a');
            expect([deed, await places(paperId)]).toEqual([deed, stands ? 1 : 0]);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('a withdrawn paper takes no new votes, from the moment of its withdrawal, and lets go of those it has', async () => {
    const [voter, other] = [await makePerson(catalog.mongo), await makePerson(catalog.mongo)];
    const paperId = await nextPaper();
    expect((await cast(voter, paperId)).status).toBe(200);
    const record = paperRecord(paperId, { version: 2, withdrawn: true });
    await catalog.app.get(PaperStore).take([{ paperId, record }], 'live');
    const refused = await cast(other, paperId);
    expect([refused.status, refused.body.code]).toEqual([409, 'paper-withdrawn']);
    expect((await withdraw(voter, paperId)).body).toMatchObject({ upvoted: false });
  });

  it('a paper that is written while people vote for it fails no vote', async () => {
    const paperId = await nextPaper();
    const people = await Promise.all(Array.from({ length: 30 }, () => makePerson(catalog.mongo)));
    const papers = catalog.app.get(PaperStore);
    let version = 1;
    let voting = true;
    const writing = (async () => {
      while (voting) {
        version += 1;
        await papers.take([{ paperId, record: paperRecord(paperId, { version }) }], 'live');
      }
    })();
    const statuses: number[] = [];
    for (let round = 0; round < 4; round++)
      for (const person of people)
        statuses.push((await (round % 2 ? withdraw : cast)(person, paperId)).status);
    voting = false;
    await writing;
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });

  it('a flood of changes of one vote is refused for the day, with when to come back', async () => {
    const [person, paperId] = [await makePerson(catalog.mongo), await nextPaper()];
    for (let change = 0; change < 60; change += 1) {
      expect((await (change % 2 ? withdraw : cast)(person, paperId)).status).toBe(200);
    }
    const refused = await cast(person, paperId);
    expect([refused.status, refused.body.code]).toEqual([429, 'vote-changed-too-often']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await withdraw(person, paperId)).status).toBe(200);
  });

  it('an unknown paper is a 404, a person without account a 403, nobody a 401, a wrong id a 400', async () => {
    const [person, paperId] = [await makePerson(catalog.mongo), await nextPaper()];
    const unknown = await cast(person, '2611.99999');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown-paper']);
    const ghost = await cast({ ...person, id: 'nobody' }, paperId);
    expect([ghost.status, ghost.body.code]).toEqual([403, 'unknown-person']);
    expect((await catalog.call(undefined, 'POST', `/api/papers/${paperId}/upvote`)).status).toBe(401);
    expect((await cast(person, 'not-an-id')).body.code).toBe('invalid-request');
  });

  it('papers with old ids are voted for with a slash or an escaped one', async () => {
    const person = await makePerson(catalog.mongo);
    const paperId = 'hep-th/9901001';
    await catalog.app.get(PaperStore).take([{ paperId, record: paperRecord(paperId) }], 'live');
    expect((await cast(person, paperId)).body).toEqual({ paperId, upvoted: true, counts: true });
    expect((await cast(person, encodeURIComponent(paperId))).body).toEqual({
      paperId,
      upvoted: true,
      counts: true,
    });
    expect((await stored(person, paperId))?.seq).toBe(1);
  });
});
