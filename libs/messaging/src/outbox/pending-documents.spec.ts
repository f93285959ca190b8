import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger, databaseName, documentSchema, indexesOf, makeIndexes } from '@paperboy/platform';
import { SentQueries, uniqueNamespace, watchedMongodbUrl } from '@paperboy/testing';
import mongoose, { type Connection } from 'mongoose';
import { outboxFields, relayed } from './outbox.schema.js';
import { PendingDocuments } from './pending-documents.js';
import { type OutboxDocument, pendingStage } from './pending-stage.js';
import { RelayLease } from './relay-lease.js';

const PUBLISHED = 3_000;
const WAITING = 4;

describe('the documents of an outbox, most of which were published long ago', () => {
  let connection: Connection;

  beforeAll(async () => {
    connection = await mongoose
      .createConnection(watchedMongodbUrl(), { dbName: databaseName(uniqueNamespace(), 'catalog') })
      .asPromise();
    const votes = relayed(
      documentSchema<OutboxDocument>('votes', { _id: { type: String, required: true }, ...outboxFields }),
    );
    expect(await makeIndexes(connection, indexesOf({ schemas: [votes], migrations: [] }))).toEqual([]);
    const event = { type: 'vote.cast', seq: 1, at: new Date(), data: null };
    await connection.collection<OutboxDocument>('votes').insertMany([
      ...Array.from({ length: PUBLISHED }, (_, vote) => ({ _id: `published-${vote}` })),
      ...Array.from({ length: WAITING }, (_, vote) => ({
        _id: `waiting-${vote}`,
        pending: [event],
        pendingSince: event.at,
      })),
      { _id: 'too-large', setAside: event },
    ]);
  });

  afterAll(async () => {
    await connection.dropDatabase();
    await connection.close();
  });

  it('are looked after at the price of those that wait', async () => {
    const log = createLogger({ service: 'test', level: 'silent', format: 'json' });
    const documents = new PendingDocuments(connection, 'votes', log, () => undefined);
    const reads = SentQueries.watch(connection);
    const lease = new RelayLease(connection, 'votes', 5_000);
    await lease.take();
    expect(await documents.measure()).toMatchObject({ depth: WAITING, setAside: 1 });
    expect(await documents.anyBefore(new Date(0))).toBe(false);
    documents.nudge('waiting-0');
    documents.nudge('published-0');
    const named = await documents.read(false);
    expect(named).toHaveLength(1);
    const swept = await documents.read(true);
    expect(swept).toHaveLength(WAITING);
    const costs = await reads.costs();

    const writes = SentQueries.watch(connection);
    await new Promise<void>((removed) => {
      new PendingDocuments(connection, 'votes', log, removed).remove(swept, []);
    });
    await lease.storePositions(new Map([[0, 1n]]));
    await lease.positions();
    await lease.release();

    costs.push(...(await writes.costs()));

    expect(reads.names).toEqual(['aggregate votes', 'find votes', 'findAndModify leases']);
    expect(writes.names).toEqual(['find leases', 'update leases', 'update votes']);
    const dear = costs.filter(({ scans, keys, documents: read }) => scans || keys + read > 4 * WAITING);
    expect(dear).toEqual([]);
  });

  it('wait since their second event, where the clock of the process that wrote the first one ran ahead', async () => {
    const votes = connection.collection<OutboxDocument & { seq: number }>('votes');
    const anHour = 3_600_000;
    const at = new Date(Date.now() + anHour);
    const pending = [{ type: 'vote.cast', seq: 1, at, data: {} }];
    await votes.insertOne({ _id: 'ahead', seq: 1, pending, pendingSince: at });
    await votes.updateOne({ _id: 'ahead' }, [
      { $set: { seq: 2 } },
      pendingStage({ type: 'vote.withdrawn', data: null }),
    ]);
    const written = await votes.findOne({ _id: 'ahead' });
    expect(written?.pending).toHaveLength(2);
    expect(written?.pendingSince?.getTime()).toBeLessThan(Date.now() + anHour / 2);
  });
});
