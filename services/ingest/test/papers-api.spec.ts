import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseName } from '@paperboy/platform';
import { type RunningServices, startServices, testStack, waitFor } from '@paperboy/testing';
import mongoose from 'mongoose';
import { FakeArxiv } from './fake-arxiv.server.js';
import { fakePaper } from './fake-paper.js';

const PATIENT = { timeoutMs: 120_000 };
const today = () => new Date().toISOString().slice(0, 10);
const ID = '2311.00007';

describe('the daily lists of another Paperboy', () => {
  let fake: FakeArxiv;
  let other: RunningServices;
  let own: RunningServices;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    fake = await FakeArxiv.start();
    fake.papers.push(fakePaper(ID), fakePaper('2311.00008'));
    mongo = await mongoose.mongo.MongoClient.connect(testStack().mongodbUrl, { retryWrites: false });
    const env = { ...fake.environment, ARXIV_REQUEST_EVERY_MS: '50', HARVEST_LOOK_SECONDS: '1' };
    other = await startServices({ services: { ingest: 1, catalog: 1, ranking: 1, web: 1 }, env });
    own = await startServices({
      services: { ingest: 1, catalog: 1, ranking: 1, web: 1 },
      env: {
        ...env,
        PAPERS_API_URL: other.publicUrl,
        PRIVATE_SOURCES: 'true',
        SITE_REQUEST_EVERY_MS: '50',
      },
    });
  }, 240_000);
  afterAll(async () => {
    await own?.stop();
    await other?.stop();
    await fake?.stop();
    await mongo?.close(true);
  }, 60_000);

  const harvest = async (...options: string[]) => {
    const said = await own.operator(['harvest', 'papers-api', '--since', today(), '--json', ...options]);
    return JSON.parse(said.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
  };
  const paper = () =>
    mongo
      .db(databaseName(own.namespace, 'catalog'))
      .collection<{ _id: string; seq: number; state: Record<string, unknown> }>('papers')
      .findOne({ _id: ID });

  it('bring its papers with day, person and upvotes beside them, and nothing of that counts here', async () => {
    const token = (await other.operator(['people', 'token', 'ada@example.org', '--role', 'curator'])).trim();
    const post = async (path: string, body?: object) =>
      fetch(`${other.publicUrl}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
    await waitFor(
      () => post('/api/papers/submit', { paperId: ID }),
      ({ status }) => status === 201,
      PATIENT,
    );
    await post(`/api/papers/${ID}/upvote`);
    await waitFor(
      async () =>
        (await (await fetch(`${other.publicUrl}/api/daily_papers`)).json()) as {
          paper: { upvotes: number };
        }[],
      (items) => items[0]?.paper.upvotes === 1,
      PATIENT,
    );
    expect(await harvest()).toMatchObject({ state: 'done', records: 1, new: 1, refused: 0 });
    const state = (await paper())?.state;
    expect(state).toMatchObject({
      title: `Kites that remember ${ID}`,
      elsewhere: { site: new URL(other.publicUrl).host, day: today(), upvotes: 1 },
    });
    expect(state).not.toHaveProperty('submission');
    // The second time the paper is the same: it has no new event, only a newer `seenAt`.
    expect(await harvest()).toMatchObject({ records: 1, new: 0, changed: 0, unchanged: 1 });
    const again = await paper();
    expect(again?.seq).toBe(1);
    const seenAt = (one: typeof state) =>
      Date.parse((one?.elsewhere as { seenAt: string } | undefined)?.seenAt ?? '');
    expect(seenAt(again?.state)).toBeGreaterThan(seenAt(state));
  }, 240_000);

  it('open its days here when the operator says so, without a person and without upvotes', async () => {
    expect(await harvest('--submit')).toMatchObject({ records: 1, unchanged: 1 });
    const listed = await waitFor(
      async () =>
        (await (await fetch(`${own.publicUrl}/api/daily_papers?date=${today()}`)).json()) as {
          paper: Record<string, unknown>;
          submittedBy: Record<string, unknown>;
        }[],
      (items) => items.length === 1,
      PATIENT,
    );
    const there = (await paper())?.state.elsewhere as { at: string };
    expect(listed[0]).toMatchObject({
      paper: { id: ID, upvotes: 0, submittedOnDailyAt: there.at },
      submittedBy: { user: 'elsewhere' },
    });
    const before = await paper();
    expect(await harvest('--submit')).toMatchObject({ records: 1, unchanged: 1 });
    expect((await paper())?.seq).toBe(before?.seq);
  }, 240_000);
});
