import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bootService, indexesOf, MONGO, makeIndexes, type RunningService } from '@paperboy/platform';
import { SentQueries, uniqueNamespace, waitFor, watchedMongodbUrl } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import type { SourceDocument } from '../src/harvest/source.schema.js';
import { ingestConfigSchema } from '../src/ingest.config.js';
import { ingestDocuments } from '../src/ingest.documents.js';
import { IngestModule } from '../src/ingest.module.js';
import { FakeArxiv } from './fake-arxiv.server.js';

/** The number of ended harvests, more than any month has. */
const ENDED = 2_000;
/** The most keys and documents that one query may read, however many harvests have ended. */
const MOST = 20;

describe('after some years of harvests', () => {
  let fake: FakeArxiv;
  let service: RunningService;
  let mongo: Connection;

  beforeAll(async () => {
    fake = await FakeArxiv.start();
    service = await bootService(
      { service: 'ingest', module: IngestModule, config: ingestConfigSchema, mongo: true, redis: true },
      {
        ...process.env,
        ...fake.environment,
        SERVICE_SECRET: 'a secret of the tests of ingest, long enough',
        NAMESPACE: uniqueNamespace(),
        MONGODB_URL: watchedMongodbUrl(),
        LOG_LEVEL: 'silent',
        SUBMIT_FROM: 'cs.CL',
        HARVEST_LOOK_SECONDS: '1',
        ARXIV_REQUEST_EVERY_MS: '50',
      },
    );
    mongo = service.app.get<Connection>(MONGO, { strict: false });
    if (mongo.readyState !== 1) await new Promise((resolve) => mongo.once('connected', resolve));
    expect(await makeIndexes(mongo, indexesOf(ingestDocuments))).toEqual([]);
    const ended = Array.from({ length: ENDED }, (_, index) => ({
      _id: `harvest-${index}`,
      importId: `harvest-${index}`,
      endedAt: new Date(),
    }));
    await mongo.collection<{ _id: string }>('sources').insertMany(ended);
  }, 60_000);
  afterAll(async () => {
    await service?.stop();
    await fake?.stop();
  }, 60_000);

  it('looking for what is due, and reading it, costs as much as at first', async () => {
    const sources = mongo.collection<SourceDocument>('sources');
    await waitFor(
      () => sources.countDocuments({ standing: true }),
      (count) => count === 2,
      { timeoutMs: 60_000 },
    );
    const sent = SentQueries.watch(mongo);
    await sources.updateOne({ _id: 'rss' }, { $set: { nextAt: new Date(0) } });
    await waitFor(() => fake.seen.length > 0, Boolean, { timeoutMs: 60_000 });
    await waitFor(
      () => sent.names,
      (names) => names.includes('find sources') && names.includes('findAndModify sources'),
      { timeoutMs: 60_000 },
    );
    const costs = await sent.costs();
    expect(costs.filter(({ scans, keys, documents }) => scans || keys + documents > MOST)).toEqual([]);
  }, 120_000);
});
