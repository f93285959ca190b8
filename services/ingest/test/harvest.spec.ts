import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectRedis, databaseName, redisPrefix } from '@paperboy/platform';
import {
  type RunningServices,
  startServices,
  testStack,
  undeclared,
  uniqueNamespace,
  waitFor,
} from '@paperboy/testing';
import mongoose from 'mongoose';
import type { SourceDocument } from '../src/harvest/source.schema.js';
import { ingestDocuments } from '../src/ingest.documents.js';
import { answering, FakeArxiv } from './fake-arxiv.server.js';
import { fakePaper } from './fake-paper.js';

const EVERY_MS = 200;
const DAY_MS = 86_400_000;
const PATIENT = { timeoutMs: 120_000 };
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
const day = (at: Date) => at.toISOString().slice(0, 10);
/** Ids of this month, as newly announced papers have. */
const month = day(new Date()).slice(2, 7).replace('-', '');
const id = (number: number) => `${month}.${String(number).padStart(5, '0')}`;

describe('harvesting', () => {
  const namespace = uniqueNamespace();
  /** In whole seconds, as the archive writes it. */
  const published = new Date(Math.floor(daysAgo(2).getTime() / 1_000) * 1_000);
  let fake: FakeArxiv;
  let services: RunningServices;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    fake = await FakeArxiv.start();
    const fresh = {
      versions: [published],
      changed: day(new Date()),
      announced: { kind: 'new', at: daysAgo(0) },
    };
    fake.papers.push(
      fakePaper(id(1), fresh),
      fakePaper(id(2), { ...fresh, changed: day(daysAgo(1)) }),
      fakePaper(id(3), {
        ...fresh,
        categories: ['stat.ML', 'cs.CL'],
        announced: { kind: 'cross', at: daysAgo(0) },
      }),
      fakePaper('2103.00001', { versions: [new Date('2021-03-01T00:00:00Z')], changed: day(daysAgo(1)) }),
      fakePaper(id(4), { ...fresh, announced: undefined }),
    );
    mongo = await mongoose.mongo.MongoClient.connect(testStack().mongodbUrl, { retryWrites: false });
    services = await startServices({
      namespace,
      services: { ingest: 3, catalog: 1 },
      env: {
        ...fake.environment,
        SUBMIT_FROM: 'cs.CL',
        HARVEST_CONTACT: 'mail@papers.example',
        HARVEST_LOOK_SECONDS: '1',
        ARXIV_REQUEST_EVERY_MS: String(EVERY_MS),
      },
    });
  }, 180_000);
  afterAll(async () => {
    await services?.stop();
    await fake?.stop();
    await mongo?.close(true);
  }, 60_000);

  const sources = () => mongo.db(databaseName(namespace, 'ingest')).collection<SourceDocument>('sources');
  const papers = () =>
    mongo
      .db(databaseName(namespace, 'catalog'))
      .collection<{ _id: string; state: Record<string, unknown> }>('papers');
  const due = (source: string) => sources().updateOne({ _id: source }, { $set: { nextAt: new Date(0) } });
  const readToEnd = (source: string, after: Date) =>
    waitFor(
      () => sources().findOne({ _id: source }),
      (found) => (found?.lastSuccessAt ?? new Date(0)) > after && found?.lease === undefined,
      PATIENT,
    );

  it('fills the day with newly announced papers by itself, and with no others', async () => {
    const begun = new Date(Date.now() - 1_000);
    await waitFor(
      () => sources().countDocuments({ standing: true }),
      (count) => count === 2,
      PATIENT,
    );
    await Promise.all([due('rss'), due('oai-cs.cs.CL')]);
    await Promise.all([readToEnd('rss', begun), readToEnd('oai-cs.cs.CL', begun)]);
    const all = await waitFor(
      () => papers().find().sort({ _id: 1 }).toArray(),
      (found) => found.length === 5 && found.every(({ state }) => state.version === 1),
      PATIENT,
    );
    const submitted = all.filter(({ state }) => state.submission).map(({ _id }) => _id);
    expect(submitted.sort()).toEqual([id(1), id(2), id(4)].sort());
    const [old] = all.filter(({ _id }) => _id === '2103.00001');
    // Its record changed yesterday, but the paper is of 2021, so it is not new.
    expect(old?.state.arrivedAt).toBe('2021-03-01T00:00:00.000Z');
    // The exact dates of OAI-PMH are kept, whichever record came first.
    const [first] = all.filter(({ _id }) => _id === id(1));
    expect(first?.state.publishedAt).toBe(published.toISOString());
  });

  it('puts a batch of the day before that comes again under a fresh date on no list a second time', async () => {
    const before = await papers().find().sort({ _id: 1 }).toArray();
    const batch = fake.papers.splice(0);
    fake.papers.push(
      ...batch.map((paper) =>
        paper.announced ? { ...paper, announced: { ...paper.announced, at: new Date() } } : paper,
      ),
      // It comes after them in the feed: when it has arrived, most of them have.
      fakePaper(id(5), { versions: [published], announced: { kind: 'new', at: new Date() } }),
    );
    const after = new Date();
    await due('rss');
    await readToEnd('rss', after);
    await waitFor(
      () => papers().findOne({ _id: id(5), 'state.submission': { $exists: true } }),
      Boolean,
      PATIENT,
    );
    const again = await papers()
      .find({ _id: { $in: before.map(({ _id }) => _id) } })
      .sort({ _id: 1 })
      .toArray();
    expect(again.map(({ state }) => state)).toEqual(before.map(({ state }) => state));
  });

  it('asks once in an interval, whichever of the replicas asks', () => {
    const times = fake.seen.map(({ at }) => at);
    expect(times.length).toBeGreaterThanOrEqual(3);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(EVERY_MS - 5);
    expect(Math.max(...fake.seen.map(({ beside }) => beside))).toBe(1);
    expect(new Set(fake.seen.map(({ headers }) => headers['user-agent'])).size).toBe(1);
  });

  it('goes on behind the last page that was acknowledged when the replicas are killed', async () => {
    const seen = fake.seen.length;
    for (let number = 0; number < 12; number += 1)
      fake.papers.push(fakePaper(id(100 + number), { versions: [daysAgo(1)], changed: day(new Date()) }));
    await sources().updateOne({ _id: 'oai-cs.cs.CL' }, { $set: { nextAt: new Date(0) } });
    await waitFor(() => fake.seen.length >= seen + 2, Boolean, PATIENT);
    for (const replica of [1, 2, 3]) services.kill('ingest', replica, 'SIGKILL');
    // The turn of a killed replica ends with its lease. This ends it at once.
    const redis = connectRedis(testStack().redisUrl);
    await waitFor(() => redis.status === 'ready');
    await redis.hset(`${redisPrefix(namespace, 'ingest')}pace:arxiv`, 'holder', '');
    redis.disconnect();
    await sources().updateOne({ _id: 'oai-cs.cs.CL' }, { $unset: { lease: '' } });
    await services.ready();
    await waitFor(
      () => papers().countDocuments({ _id: { $gte: id(100), $lte: id(111) } }),
      (count) => count === 12,
      PATIENT,
    );
    const source = await readToEnd('oai-cs.cs.CL', new Date(0));
    expect(source?.cursor).not.toHaveProperty('token');
  }, 240_000);

  it('says of a source that fails what is wrong, stays ready, and goes on by itself', async () => {
    const broken = answering(200, '<OAI-PMH><ListRecords><record>');
    fake.script('/oai', broken);
    await due('oai-cs.cs.CL');
    const failed = await waitFor(
      () => sources().findOne({ _id: 'oai-cs.cs.CL' }),
      (found) => found?.lastError?.code === 'answer-truncated' && found.failures === 1,
      PATIENT,
    );
    expect((failed?.nextAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(20_000);
    const [address = ''] = services.operations('ingest');
    await waitFor(
      async () =>
        (await fetch(`${address}/health`)).json() as Promise<{
          components: Record<string, { state: string; detail?: string }>;
        }>,
      ({ components }) =>
        components.sources?.state === 'degraded' && /answer-truncated/.test(components.sources.detail ?? ''),
      PATIENT,
    );
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    const metrics = await (await fetch(`${address}/metrics`)).text();
    expect(metrics).toMatch(/paperboy_source_failures{source="oai-cs.cs.CL".*} 1/);
    expect(await services.operator(['sources'])).toMatch(/oai-cs\.cs\.CL {2}failing[\s\S]*answer-truncated/);
    const after = new Date();
    await due('oai-cs.cs.CL');
    const mended = await readToEnd('oai-cs.cs.CL', after);
    expect(mended).not.toHaveProperty('lastError');
  }, 240_000);

  it('harvests once what an operator asks for, as bulk that submits nothing', async () => {
    fake.papers.push(
      fakePaper(id(200), {
        versions: [daysAgo(1)],
        changed: day(daysAgo(1)),
        sets: ['math:math:GT'],
        categories: ['cs.CL'],
      }),
    );
    const said = await services.operator([
      'harvest',
      'oai',
      '--set',
      'math',
      '--from',
      day(daysAgo(3)),
      '--json',
    ]);
    const outcome = JSON.parse(said.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
    expect(outcome).toMatchObject({ state: 'done', records: 1, new: 1, refused: 0 });
    const paper = await papers().findOne({ _id: id(200) });
    expect(paper?.state).not.toHaveProperty('submission');
    const single = await services.operator(['harvest', 'papers', id(200), '--json']);
    expect(JSON.parse(single.trim().split('\n').at(-1) ?? '')).toMatchObject({ records: 1, state: 'done' });
    expect(await services.operator(['sources'])).toContain(String(outcome.id));
    // All stored documents are as the schemas declare them.
    expect(await undeclared(namespace, 'ingest', ingestDocuments)).toEqual([]);
  }, 240_000);
});
