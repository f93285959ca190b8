import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { databaseName, indexesOf, Migrations, makeIndexes } from '@paperboy/platform';
import { testStack, undeclared, uniqueNamespace } from '@paperboy/testing';
import mongoose, { type Connection } from 'mongoose';
import { mailerDocuments } from '../src/mailer.documents.js';

/** A document of an earlier version. */
interface Earlier {
  _id: string;
  [field: string]: unknown;
}

const AT = new Date('2037-11-22T07:00:00.000Z');
const silent = { begins: () => undefined, ended: () => undefined };

describe('The mailer’s data of earlier versions', () => {
  let namespace: string;
  let mongo: Connection;

  beforeEach(async () => {
    namespace = uniqueNamespace();
    const dbName = databaseName(namespace, 'mailer');
    mongo = await mongoose.createConnection(testStack().mongodbUrl, { dbName }).asPromise();
  });
  afterEach(async () => {
    await mongo.dropDatabase();
    await mongo.close();
  });

  const migrate = () => {
    const database = mongo.getClient().db(mongo.name);
    return new Migrations(database, mailerDocuments.migrations, silent).run(new AbortController().signal);
  };
  const indexNames = async (collection: string) =>
    (await mongo.collection(collection).indexes()).map(({ name }) => name);

  it('get the shape that the schemas declare, also when a migration is run again', async () => {
    const subscription = { subscriberId: 'ada', hour: 8, timeZone: 'UTC', state: 'ended', sample: false };
    await mongo.collection<Earlier>('subscriptions').insertMany([
      { _id: 'one', ...subscription, cadence: 'day' },
      { _id: 'two', ...subscription, cadence: 'week' },
      { _id: 'three', ...subscription, cadence: 'day', slot: 'another' },
    ]);
    const row = { state: 'claimed', dueAt: AT, attempts: 0, nextAttemptAt: AT };
    const delivery = { subscriptionId: 'one', plannedAt: AT, sample: false, ...row };
    await mongo.collection<Earlier>('deliveries').insertMany([
      { _id: 'one.day-1', editionId: 'day-1', ...delivery },
      { _id: 'one.day-2', editionId: 'day-2', batch: 'abc', ...delivery },
    ]);
    const wish = { cadence: 'day', hour: 8, timeZone: 'UTC' };
    await mongo.collection<Earlier>('messages').insertMany([
      {
        _id: 'm',
        kind: 'confirmation',
        subscriberId: 'ada',
        address: 'ada@example.org',
        wish,
        ...row,
        requestedAt: AT,
        expiresAt: AT,
      },
      { _id: 's', kind: 'sign-in', ...row, expiresAt: AT },
    ]);
    expect(await undeclared(namespace, 'mailer', mailerDocuments)).not.toEqual([]);

    await migrate();
    expect(await undeclared(namespace, 'mailer', mailerDocuments)).toEqual([]);
    const find = (name: string) => mongo.collection<Earlier>(name);
    expect((await find('subscriptions').find().sort({ _id: 1 }).toArray()).map(({ slot }) => slot)).toEqual([
      'day',
      'another',
      'week',
    ]);
    expect((await find('deliveries').find().sort({ _id: 1 }).toArray()).map(({ batch }) => batch)).toEqual([
      'earlier',
      'abc',
    ]);

    const before = await mongo.collection('subscriptions').find().toArray();
    for (const migration of mailerDocuments.migrations) await migration.run(mongo.getClient().db(mongo.name));
    expect(await mongo.collection('subscriptions').find().toArray()).toEqual(before);
  });

  it('lose the indexes that others have replaced, also one that has the name of its successor', async () => {
    const deliveries = mongo.collection('deliveries');
    await deliveries.createIndex({ editionId: 1, state: 1 });
    await deliveries.createIndex(
      { state: 1, editionId: 1, nextAttemptAt: 1 },
      { name: 'to-send', partialFilterExpression: { state: 'claimed' } },
    );
    await mongo.collection('subscriptions').createIndex({ subscriberId: 1 });
    await migrate();
    expect(await makeIndexes(mongo, indexesOf(mailerDocuments))).toEqual([]);
    expect((await indexNames('deliveries')).sort()).toEqual([
      '_id_',
      'editionId_1',
      'on-the-way',
      'plannedAt_1',
      'to-send',
    ]);
    expect(await indexNames('subscriptions')).not.toContain('subscriberId_1');
  });
});
