import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseName, indexesOf, makeIndexes } from '@paperboy/platform';
import { SentQueries, uniqueNamespace, watchedMongodbUrl } from '@paperboy/testing';
import mongoose, { type Connection } from 'mongoose';
import { ingestDocuments } from '../ingest.documents.js';
import type { SnapshotFile } from '../source/file/snapshot-file.store.js';
import { IMPORT_START } from './counts.js';
import { IMPORTS, type ImportDocument } from './import.schema.js';
import { ImportStore } from './import.store.js';

const FINISHED = 3_000;
/** How many imports the test asks for. */
const NEWEST = 20;

describe('the imports, thousands of which are done', () => {
  let connection: Connection;
  const imports = () => connection.getClient().db(connection.name).collection<ImportDocument>(IMPORTS);

  beforeAll(async () => {
    const dbName = databaseName(uniqueNamespace(), 'ingest');
    connection = await mongoose.createConnection(watchedMongodbUrl(), { dbName }).asPromise();
    expect(await makeIndexes(connection, indexesOf(ingestDocuments))).toEqual([]);
    await connection.collection<{ _id: string }>(IMPORTS).insertMany(
      Array.from({ length: FINISHED }, (_, index) => ({
        _id: `2025-01-01-${index}`,
        identity: `file-${index % 10}`,
        state: 'done',
        startedAt: new Date(index),
        lease: { holder: 'gone', until: new Date(0) },
      })),
    );
  });

  afterAll(async () => {
    await connection.dropDatabase();
    await connection.close();
  });

  it('cost a run what one import costs', async () => {
    const store = new ImportStore(imports, () => new Date());
    const file = { identity: 'file-7', size: 1 } as SnapshotFile;
    const sent = SentQueries.watch(connection);
    const begun = await store.begin(file, 'papers.jsonl', async () => 'papers.refused.jsonl', false);
    await store.save(begun._id, IMPORT_START);
    await store.renew(begun._id);
    await store.published(begun._id);
    await store.finish(begun._id, 'done');
    await store.release(begun._id);
    expect(await store.newest(NEWEST)).toHaveLength(NEWEST);

    const costs = await sent.costs();
    expect(sent.names).toEqual(['find imports', 'update imports']);
    expect(costs.filter(({ scans, keys, documents }) => scans || keys + documents > 2 * NEWEST)).toEqual([]);
  });
});
