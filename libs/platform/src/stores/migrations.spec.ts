import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import mongoose, { type Connection } from 'mongoose';
import { databaseName } from '../names.js';
import { Health } from '../observe/health.js';
import { createLogger } from '../observe/log.js';
import type { LeaseDocument } from './lease.js';
import { FutureData, type Migration, type MigrationDocument } from './migration.js';
import { Migrations } from './migrations.js';
import { MongoLink } from './mongo-link.js';

const PATIENT = { timeoutMs: 60_000 };
const silent = { begins: () => undefined, ended: () => undefined };
const never = new AbortController().signal;
const log = createLogger({ service: 'mailer', level: 'silent', format: 'json' });

describe('The migrations of a database', () => {
  let name: string;
  let mongo: Connection;
  const links: MongoLink[] = [];

  beforeEach(async () => {
    name = databaseName(uniqueNamespace(), 'mailer');
    mongo = await mongoose.createConnection(testStack().mongodbUrl, { dbName: name }).asPromise();
  });
  afterEach(async () => {
    for (const link of links.splice(0)) await link.onApplicationShutdown();
    await mongo.dropDatabase();
    await mongo.close();
  });

  const migration = (version: number, run: Migration['run'] = async () => undefined): Migration => ({
    version,
    name: `step-${version}`,
    summary: `does step ${version}`,
    run,
  });
  const runner = (...migrations: Migration[]) =>
    new Migrations(mongo.getClient().db(name), migrations, silent);
  const link = (migrations: Migration[], health = new Health('mailer', new Date())) => {
    const made = new MongoLink(testStack().mongodbUrl, name, { schemas: [], migrations }, log, health);
    links.push(made);
    return made;
  };

  it('run once, in order, and only what is new runs later', async () => {
    const ran: number[] = [];
    const noting = (version: number) => migration(version, async () => void ran.push(version));
    await runner(noting(1), noting(2)).run(never);
    await runner(noting(1), noting(2), noting(3)).run(never);
    expect(ran).toEqual([1, 2, 3]);
    expect(
      (await runner(noting(1), noting(2), noting(3), noting(4)).pending()).map((one) => one.version),
    ).toEqual([4]);
  });

  it('are run by one of several replicas that start at once; the others go on when they are done', async () => {
    let ran = 0;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow = migration(1, async () => {
      ran += 1;
      await finished;
    });
    const replicas = Array.from({ length: 4 }, () => runner(slow).run(never));
    await waitFor(
      () => ran,
      (runs) => runs === 1,
      PATIENT,
    );
    finish();
    await Promise.all(replicas);
    expect(ran).toBe(1);
  });

  it('that were cut off in the middle by a kill are run again once the lease of the dead is over', async () => {
    let ran = 0;
    // What a process that was killed in the middle leaves behind.
    await mongo
      .collection<MigrationDocument>('migrations')
      .insertOne({ _id: 1, name: 'step-1', startedAt: new Date() });
    await mongo.collection<LeaseDocument>('leases').insertOne({
      _id: 'migrations',
      holder: 'the dead',
      epoch: 1,
      expiresAt: new Date(Date.now() + 1_500),
    });
    const counting = migration(1, async () => {
      ran += 1;
    });
    await runner(counting).run(never);
    expect(ran).toBe(1);
    expect(await runner(migration(1)).pending()).toEqual([]);
  });

  it('of a newer version make an older one refuse to start, also when they were only begun', async () => {
    await mongo
      .collection<MigrationDocument>('migrations')
      .insertOne({ _id: 2, name: 'step-2', startedAt: new Date() });
    const refused = expect(link([migration(1)]).tried).rejects;
    await refused.toThrow(FutureData);
    await expect(link([migration(1)]).tried).rejects.toThrow(
      /migration 2 \(step-2\).*Start the newer version again, or restore a backup/,
    );
  });

  it('are over before anything of the service meets the database', async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const health = new Health('mailer', new Date());
    const { connection, tried } = link([migration(1, () => finished)], health);
    const mongodb = () => health.report().components.mongodb;
    await waitFor(mongodb, (component) => component?.detail === 'migration 1 (step-1) runs', PATIENT);
    expect(connection.readyState).not.toBe(1);
    finish();
    await tried;
    expect(mongodb()?.state).toBe('up');
  });

  it('that fail are named by health and tried again, while the service lives', async () => {
    let failures = 0;
    const health = new Health('mailer', new Date());
    const failing = migration(1, async () => {
      failures += 1;
      if (failures === 1) throw new Error('the disk is full');
    });
    const { tried } = link([failing], health);
    await tried;
    const mongodb = () => health.report().components.mongodb;
    expect(mongodb()).toEqual({
      state: 'down',
      detail: 'migration 1 (step-1) failed: Error: the disk is full',
    });
    await waitFor(mongodb, (component) => component?.state === 'up', PATIENT);
    expect(failures).toBe(2);
  });
});
