import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  commentStateSchema,
  paperStateSchema,
  personStateSchema,
  voteKey,
  voteStateSchema,
} from '@paperboy/contracts';
import { Calendar, neighbour } from '@paperboy/platform';
import { uniqueNamespace, waitFor } from '@paperboy/testing';
import fc from 'fast-check';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { PaperStore } from '../paper/paper.store.js';
import { planSample, type SamplePlan } from './sample-plan.js';

const utc = new Calendar({ timeZone: 'UTC', rollOver: '00:00' });
const now = new Date('2026-11-22T15:30:00.000Z');

/** Every moment in a plan. */
function momentsOf(plan: SamplePlan): string[] {
  return [
    ...plan.papers.flatMap((paper) => [paper.publishedAt, paper.updatedAt, paper.arrivedAt]),
    ...plan.papers.flatMap(({ submission, withdrawnAt }) => [submission?.at ?? '', withdrawnAt ?? '']),
    ...plan.votes.flatMap(({ history }) =>
      history.flatMap(({ castAt, withdrawnAt }) => [castAt, withdrawnAt ?? '']),
    ),
    ...plan.comments.map(({ state }) => state.postedAt),
  ];
}

describe('the plan of a sample', () => {
  const plan = planSample('2026-11-22', now, utc);

  it('is the same for the same day and moment, and another one on another day', () => {
    expect(planSample('2026-11-22', now, utc)).toEqual(plan);
    expect(planSample('2026-11-21', now, utc).votes).not.toEqual(plan.votes);
  });

  it('keeps to the contracts', () => {
    for (const state of plan.papers) paperStateSchema.parse({ ...state, seq: 1 });
    for (const state of plan.votes) voteStateSchema.parse({ ...state, seq: 1 });
    for (const { state } of plan.people) personStateSchema.parse({ ...state, seq: 1 });
    for (const { state } of plan.comments) commentStateSchema.parse({ ...state, seq: 1 });
    expect(new Set(plan.votes.map(voteKey)).size).toBe(plan.votes.length);
    expect(new Set(plan.comments.map(({ state }) => state.id)).size).toBe(plan.comments.length);
  });

  it('has some sixty papers with abstracts worth reading, on each of the last fourteen days', () => {
    expect(plan.papers).toHaveLength(60);
    for (const { summary } of plan.papers) {
      expect(summary.split(' ').length).toBeGreaterThanOrEqual(80);
      expect(summary.split(' ').length).toBeLessThanOrEqual(150);
    }
    const days = plan.papers.flatMap(({ submission }) => submission?.at.slice(0, 10) ?? []);
    expect(new Set(days).size).toBe(14);
    expect([...days].sort().at(-1)).toBe('2026-11-22');
  });

  it('has a reader to be, curators, papers that nobody upvoted, and one that was withdrawn', () => {
    expect(plan.people.map(({ state }) => state.handle)).toContain('alice');
    expect(plan.people.filter(({ role }) => role === 'curator')).toHaveLength(3);
    const voted = new Set(plan.votes.map(({ paperId }) => paperId));
    expect(plan.papers.some(({ id }) => !voted.has(id))).toBe(true);
    expect(plan.papers.filter(({ withdrawnAt }) => withdrawnAt)).toHaveLength(1);
  });

  it('tells of nothing that is still to come, at whatever time and in whatever zone', () => {
    const zones = ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'Pacific/Pago_Pago'];
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        fc.constantFrom(...zones),
        fc.constantFrom('00:00', '21:30', '02:30'),
        (at, timeZone, rollOver) => {
          const calendar = new Calendar({ timeZone, rollOver });
          const day = calendar.dayAt(at.getTime());
          const latest =
            momentsOf(planSample(day, at, calendar))
              .sort()
              .at(-1) ?? '';
          expect(latest <= at.toISOString()).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('the sample in the catalog', () => {
  let catalog: CatalogUnderTest;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace(), { topics: true });
  }, 60_000);
  afterAll(() => catalog?.stop());

  const sample = (method: string) =>
    catalog.call(operator, method, '/internal/sample', method === 'PUT' ? {} : undefined);
  const count = (collection: string, filter: Record<string, unknown> = {}) =>
    catalog.mongo.collection(collection).countDocuments(filter);

  it('is loaded into an empty catalog, and published', async () => {
    const { body } = await sample('PUT');
    const edition = `day-${neighbour({ cadence: 'day', name: String(body.day) }, -1).name}`;
    expect(body).toMatchObject({ loaded: true, written: true, papers: 60, people: 34, edition });
    await waitFor(
      () => count('votes', { pendingSince: { $exists: true } }),
      (pending) => pending === 0,
    );
    expect(await count('papers')).toBe(60);
    expect(await count('votes')).toBe(body.votes);
  });

  it('is left alone when it is loaded again on the same day, votes of others included', async () => {
    const person = await makePerson(catalog.mongo);
    await catalog.call(person, 'POST', '/api/papers/2600.00002/upvote');
    expect((await sample('PUT')).body).toMatchObject({ loaded: true, written: false });
    const vote = await catalog.mongo.collection('votes').findOne({ 'state.personId': person.id });
    expect(vote?.state).toMatchObject({ standing: true, sample: true });
    // Higher than any `seq` that readers of Kafka may know from an earlier sample.
    expect(vote?.seq).toBeGreaterThan(1_700_000_000_000);
  });

  it('is written anew on another day, above all that was told before, and what others did with it goes', async () => {
    const settings = catalog.mongo.collection<{ _id: string }>('settings');
    await settings.updateOne({ _id: 'sample' }, { $set: { day: '2026-01-01' } });
    const before = await catalog.mongo
      .collection<{ _id: string; seq: number }>('papers')
      .findOne({ _id: '2600.00001' });
    const { body } = await sample('PUT');
    expect(body).toMatchObject({ loaded: true, written: true });
    const after = await catalog.mongo
      .collection<{ _id: string; seq: number }>('papers')
      .findOne({ _id: '2600.00001' });
    expect(after?.seq).toBeGreaterThan(before?.seq ?? 0);
    await waitFor(
      () => count('votes'),
      (votes) => votes === body.votes,
    );
    expect(await count('votes', { 'state.personId': /^p\d/ })).toBe(0);
  });

  it('is removed without a trace, what its people did with real papers included', async () => {
    const paperId = '2611.00001';
    const record = paperRecord(paperId, { publishedAt: new Date().toISOString() });
    await catalog.app.get(PaperStore).take([{ paperId, record }], 'live');
    const alice = {
      kind: 'person',
      id: 'sample-alice',
      handle: 'alice',
      name: 'Alice',
      role: 'reader',
    } as const;
    expect((await catalog.call(alice, 'POST', `/api/papers/${paperId}/upvote`)).status).toBe(200);
    expect((await catalog.call(alice, 'POST', '/api/papers/submit', { paperId })).status).toBe(201);
    expect((await sample('DELETE')).body.removed).toBeGreaterThan(100);
    for (const collection of ['papers', 'votes', 'comments', 'people']) {
      await waitFor(
        () => count(collection, { 'state.sample': true }),
        (left) => left === 0,
      );
    }
    const paper = await catalog.mongo.collection<{ _id: string }>('papers').findOne({ _id: paperId });
    expect(paper).not.toHaveProperty('state.submission');
  });

  it('is not loaded where there are real papers, and says why', async () => {
    const { body } = await sample('PUT');
    expect(body).toEqual({ loaded: false, why: expect.stringContaining('papers already') });
  });
});
