import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseName, indexesOf, Migrations, makeIndexes } from '@paperboy/platform';
import { testStack, undeclared, uniqueNamespace } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { mailerDocuments } from '../../services/mailer/src/mailer.documents.js';
import { DYING_MIGRATION } from './attack/dying-migration.script.js';
import { openDatabase } from './oracle/service-database.js';

interface Stored {
  _id: string | number;
  [field: string]: unknown;
}

/** A moment at which the process dies, and what it has done then: the migrations it has ended, and those it has begun. */
const DEATHS = [
  { diesAfter: 'update subscriptions 1', when: 'the documents are changed', ended: [], begun: [1] },
  { diesAfter: 'update migrations 2', when: 'a migration is over', ended: [1], begun: [] },
  { diesAfter: 'update migrations 3', when: 'a migration is begun', ended: [1], begun: [2] },
  {
    diesAfter: 'dropIndexes deliveries 1',
    when: 'one of two indexes is dropped',
    ended: [1, 2, 3],
    begun: [4],
  },
] as const;

const AT = new Date('2037-11-22T07:00:00.000Z');
const silent = { begins: () => undefined, ended: () => undefined };

describe('A process that migrates and is killed between two steps', () => {
  const places = DEATHS.map((death) => ({ ...death, namespace: uniqueNamespace() }));
  const opened: Connection[] = [];

  beforeAll(async () => {
    for (const { namespace } of places) opened.push(await openDatabase(namespace, 'mailer'));
  });
  afterAll(async () => {
    for (const mongo of opened) {
      await mongo.dropDatabase();
      await mongo.close();
    }
  });

  async function fill(mongo: Connection): Promise<void> {
    await mongo.collection<Stored>('subscriptions').insertMany(
      ['day', 'week'].map((cadence) => ({
        _id: cadence,
        subscriberId: 'ada',
        cadence,
        hour: 8,
        timeZone: 'UTC',
        state: 'ended',
        sample: false,
      })),
    );
    await mongo.collection<Stored>('deliveries').insertOne({
      _id: 'day.day-1',
      editionId: 'day-1',
      subscriptionId: 'day',
      plannedAt: AT,
      sample: false,
      state: 'claimed',
      dueAt: AT,
      attempts: 0,
      nextAttemptAt: AT,
    });
    await mongo.collection('deliveries').createIndex({ editionId: 1, state: 1 });
    await mongo.collection('deliveries').createIndex({ state: 1, nextAttemptAt: 1 });
  }

  async function killed(namespace: string, diesAfter: string): Promise<unknown> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', DYING_MIGRATION], {
      env: {
        PATH: process.env.PATH,
        DIST: resolve('dist'),
        MONGODB_URL: testStack().mongodbUrl,
        DATABASE: databaseName(namespace, 'mailer'),
        DIES_AFTER: diesAfter,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [, signal] = await once(child, 'exit');
    return signal;
  }

  const leaseOf = (mongo: Connection) => mongo.collection<Stored>('leases').findOne({ _id: 'migrations' });

  /** Kills one, lets the next one finish, and says how the lease and the migrations were after the death. */
  async function killAndFinish(place: (typeof places)[number], mongo: Connection) {
    await fill(mongo);
    expect(await killed(place.namespace, place.diesAfter)).toBe('SIGKILL');
    const memory = await mongo.collection<Stored>('migrations').find().sort({ _id: 1 }).toArray();
    const dead = await leaseOf(mongo);
    const database = mongo.getClient().db(mongo.name);
    await new Migrations(database, mailerDocuments.migrations, silent).run(new AbortController().signal);
    const idsOf = (over: boolean) =>
      memory.filter(({ finishedAt }) => finishedAt instanceof Date === over).map(({ _id }) => _id);
    return { dead, ended: idsOf(true), begun: idsOf(false) };
  }

  // All at once, since each of the next ones waits until the lease of its dead has expired.
  it('leaves what the next process finishes under a lease of its own, whenever that is', async () => {
    const results = await Promise.all(
      places.map((place, at) => killAndFinish(place, opened[at] as Connection)),
    );
    for (const [at, place] of places.entries()) {
      const mongo = opened[at] as Connection;
      const { dead, ended, begun } = results[at] as (typeof results)[number];
      expect({ when: place.when, ended, begun }).toEqual({
        when: place.when,
        ended: place.ended,
        begun: place.begun,
      });

      const lease = await leaseOf(mongo);
      expect([dead?.epoch, lease?.epoch]).toEqual([1, 2]);
      expect(lease?.holder).not.toBe(dead?.holder);

      const memory = await mongo.collection<Stored>('migrations').find().sort({ _id: 1 }).toArray();
      expect(memory.map(({ _id, finishedAt }) => [_id, finishedAt instanceof Date])).toEqual(
        mailerDocuments.migrations.map(({ version }) => [version, true]),
      );
      expect(await undeclared(place.namespace, 'mailer', mailerDocuments)).toEqual([]);
      const subscriptions = await mongo.collection<Stored>('subscriptions').find().sort({ _id: 1 }).toArray();
      expect(subscriptions.map(({ _id, slot }) => [_id, slot])).toEqual([
        ['day', 'day'],
        ['week', 'week'],
      ]);
      expect(await makeIndexes(mongo, indexesOf(mailerDocuments))).toEqual([]);
      const keys = (await mongo.collection('deliveries').indexes()).map(({ key }) => JSON.stringify(key));
      expect(keys).not.toContain('{"editionId":1,"state":1}');
      expect(keys).not.toContain('{"state":1,"nextAttemptAt":1}');
    }
  }, 180_000);
});
