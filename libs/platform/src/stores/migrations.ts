import { setTimeout as wait } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { LEASES, MIGRATIONS } from './bookkeeping.schema.js';
import { Lease, type LeaseDocument } from './lease.js';
import { type Migration, type MigrationDocument, MigrationFailed, pendingOf } from './migration.js';

/** A replica that is killed at work holds up the next one for so long. */
const LEASE_MS = 10_000;
const LOOK_AGAIN_MS = 200;

/** Tells of a migration that begins or has ended. */
export interface MigrationReport {
  begins(migration: Migration): void;
  ended(migration: Migration, tookMs: number): void;
}

/** Brings a database to the shape that this version of its service knows. One replica does it; others wait. */
export class Migrations {
  private readonly lease: Lease;

  constructor(
    private readonly database: mongo.Db,
    private readonly migrations: readonly Migration[],
    private readonly report: MigrationReport,
  ) {
    this.lease = new Lease(database.collection<LeaseDocument>(LEASES), 'migrations', LEASE_MS);
  }

  /** Those that have to run, in order. Throws FutureData when the database is ahead of this version. */
  async pending(): Promise<Migration[]> {
    const remembered = await this.memory.find().sort({ _id: 1 }).toArray();
    return pendingOf(this.database.databaseName, this.migrations, remembered);
  }

  /** Returns when none is pending, whoever ran them; throws MigrationFailed. `signal` ends the waiting for others. */
  async run(signal: AbortSignal): Promise<void> {
    while ((await this.pending()).length > 0) {
      signal.throwIfAborted();
      if ((await this.lease.take()) === 'elsewhere') await wait(LOOK_AGAIN_MS, undefined, { signal });
      else await this.runPending();
    }
  }

  private async runPending(): Promise<void> {
    let renewing: NodeJS.Timeout | undefined;
    const lost = new Promise<never>((_, reject) => {
      const renew = async () => {
        if ((await this.lease.take()) === 'elsewhere') throw new Error('Another replica migrates.');
      };
      renewing = setInterval(() => void renew().catch(reject), LEASE_MS / 4).unref();
    });
    // When nothing is left that waits for it.
    lost.catch(() => undefined);
    try {
      // Asked again under the lease: another replica may have ended meanwhile.
      for (const migration of await this.pending()) {
        const run = Promise.race([this.runOne(migration), lost]);
        await run.catch((error: unknown) => {
          throw new MigrationFailed(migration, error);
        });
      }
    } finally {
      clearInterval(renewing);
      // When it can't be given up it expires.
      await this.lease.release().catch(() => undefined);
    }
  }

  private async runOne(migration: Migration): Promise<void> {
    const { version: _id, name } = migration;
    const began = performance.now();
    this.report.begins(migration);
    // Before the first change: an older version must not take half-changed data for its own.
    await this.memory.updateOne({ _id }, { $set: { name, startedAt: new Date() } }, { upsert: true });
    await migration.run(this.database);
    await this.memory.updateOne({ _id }, { $set: { finishedAt: new Date() } });
    this.report.ended(migration, Math.round(performance.now() - began));
  }

  private get memory() {
    return this.database.collection<MigrationDocument>(MIGRATIONS);
  }
}
