import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import mongoose, { type Connection } from 'mongoose';
import { databaseName } from '../names.js';
import { Health } from '../observe/health.js';
import { createLogger } from '../observe/log.js';
import { documentSchema } from './document-schema.js';
import { modelOf } from './documents.module.js';
import { isDuplicateKey } from './duplicate-key.js';
import { makeIndexesOfEmpty } from './indexes.js';
import { MongoLink } from './mongo-link.js';

const PATIENT = { timeoutMs: 60_000 };
const log = createLogger({ service: 'mailer', level: 'silent', format: 'json' });

interface Subscriber {
  _id: string;
  address: string;
}
const schema = documentSchema<Subscriber>('subscribers', {
  _id: { type: String, required: true },
  address: { type: String, required: true },
});
schema.index({ address: 1 }, { unique: true });

describe('The unique index of a collection', () => {
  let name: string;
  let outside: Connection;
  const links: MongoLink[] = [];

  beforeEach(async () => {
    name = databaseName(uniqueNamespace(), 'mailer');
    outside = await mongoose.createConnection(testStack().mongodbUrl, { dbName: name }).asPromise();
  });
  afterEach(async () => {
    for (const link of links.splice(0)) await link.onApplicationShutdown();
    await outside.dropDatabase();
    await outside.close();
  });

  const replica = (health = new Health('mailer', new Date())) => {
    const link = new MongoLink(
      testStack().mongodbUrl,
      name,
      { schemas: [schema], migrations: [] },
      log,
      health,
    );
    links.push(link);
    return link;
  };
  const indexNames = async () =>
    Object.keys(await outside.collection('subscribers').indexInformation()).sort();

  it('is there before the first write of replicas that start at once: one of simultaneous writes wins', async () => {
    const replicas = [replica(), replica(), replica()];
    const writes = replicas.flatMap(({ connection }, of) => {
      const subscribers = modelOf(connection, schema);
      return [1, 2, 3].map(async (writer) => {
        // As early as the connection is open, without waiting for the start to end.
        await once(connection, 'connected');
        return await subscribers.create({ _id: `${of}-${writer}`, address: 'ada@example.org' });
      });
    });
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(
      outcomes.every((outcome) => outcome.status === 'fulfilled' || isDuplicateKey(outcome.reason)),
    ).toBe(true);
    expect(await indexNames()).toEqual(['_id_', 'address_1']);
  });

  it('that has documents is not built before the connection opens, and is built afterwards', async () => {
    const subscribers = outside.collection<Subscriber>('subscribers');
    await subscribers.insertMany([
      { _id: 'one', address: 'ada@example.org' },
      { _id: 'two', address: 'ada@example.org' },
    ]);
    await makeIndexesOfEmpty(outside.getClient().db(name), [
      { collection: 'subscribers', key: { address: 1 } },
    ]);
    expect(await indexNames()).toEqual(['_id_']);

    const health = new Health('mailer', new Date());
    const { connection, tried } = replica(health);
    await tried;
    expect(connection.readyState).toBe(1);
    await waitFor(
      () => health.report().components.indexes?.state,
      (state) => state === 'degraded',
      PATIENT,
    );
    await subscribers.deleteOne({ _id: 'two' });
    await waitFor(indexNames, (names) => names.includes('address_1'), PATIENT);
  });
});
