import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningServices, startServices, undeclared, uniqueNamespace } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { mailerDocuments } from '../../services/mailer/src/mailer.documents.js';
import { openDatabase } from './oracle/service-database.js';

interface Stored {
  _id: string | number;
  [field: string]: unknown;
}

const KNOWN = mailerDocuments.migrations.length;

describe('Services on the data of another version', () => {
  let namespace: string;
  let mongo: Connection;
  let services: RunningServices | undefined;

  beforeEach(async () => {
    namespace = uniqueNamespace();
    mongo = await openDatabase(namespace, 'mailer');
  });
  afterEach(async () => {
    await services?.stop();
    services = undefined;
    await mongo.dropDatabase();
    await mongo.close();
  }, 60_000);

  const stored = (collection: string) => mongo.collection<Stored>(collection);

  it('that is older: replicas that start at once have it migrated once, and serve', async () => {
    await stored('subscriptions').insertMany(
      Array.from({ length: 5_000 }, (_, n) => ({
        _id: `subscription-${n}`,
        subscriberId: `subscriber-${n}`,
        cadence: 'day',
        hour: 8,
        timeZone: 'UTC',
        state: 'ended',
        sample: false,
      })),
    );
    services = await startServices({ namespace, services: { mailer: 2 } });
    expect(await undeclared(namespace, 'mailer', mailerDocuments)).toEqual([]);
    const memory = await stored('migrations').find().sort({ _id: 1 }).toArray();
    expect(memory.map(({ _id, finishedAt }) => [_id, finishedAt instanceof Date])).toEqual(
      mailerDocuments.migrations.map(({ version }) => [version, true]),
    );
    expect(await stored('leases').findOne({ _id: 'migrations' })).toMatchObject({ epoch: 1 });
    expect(await services.operator(['migrate', 'mailer'])).toBe('mailer: nothing to migrate.\n');
  }, 120_000);

  it('that is older can be looked at and migrated by a command as well', async () => {
    services = await startServices({ namespace: `${namespace}-o`, services: { mailer: 1 } });
    const others = await openDatabase(`${namespace}-o`, 'mailer');
    await others.collection<Stored>('migrations').deleteMany({ _id: KNOWN });
    const dry = await services.operator(['migrate', '--dry-run']);
    expect(dry).toMatch(/^catalog: nothing to migrate\.$/m);
    expect(dry).toMatch(new RegExp(`^mailer: would run migration ${KNOWN} `, 'm'));
    expect(await others.collection<Stored>('migrations').countDocuments({ _id: KNOWN })).toBe(0);
    expect(await services.operator(['migrate', 'mailer'])).toMatch(/migration \d+ is done after \d+ ms/);
    expect(await others.collection<Stored>('migrations').countDocuments({ _id: KNOWN })).toBe(1);
    await others.dropDatabase();
    await others.close();
  }, 120_000);

  it('that is newer is refused with a sentence that says what to do', async () => {
    await stored('migrations').insertOne({ _id: KNOWN + 1, name: 'of-tomorrow', startedAt: new Date() });
    await expect(startServices({ namespace, services: { mailer: 1 } })).rejects.toThrow(
      /holds data of a newer version: migration \d+ \(of-tomorrow\).*Start the newer version again/s,
    );
  }, 120_000);
});
