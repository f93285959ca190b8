import { setTimeout as wait } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { LEASES, MIGRATIONS } from './bookkeeping.schema.js';
import { Lease, type LeaseDocument } from './lease.js';
import { type Migration, type MigrationDocument, MigrationFailed, pendingOf } from './migration.js';

/** How long a replica that is killed during a migration delays the next one. */
const LEASE_MS = 10_000;
const LOOK_AGAIN_MS = 200;

/** Gets a report when a migration begins, and when it has ended. */
export interface MigrationReport {
  begins(migration: Migration): void;
  ended(migration: Migration, tookMs: number): void;
}

/** Migrates a database to the newest version that this service knows. One replica does it while the others wait. */
export class Migrations {
  private readonly lease: Lease;

  constructor(
    private readonly database: mongo.Db,
    private readonly migrations: readonly Migration[],
    private readonly report: MigrationReport,
  ) {
    this.lease = new Lease(database.collection<LeaseDocument>(LEASES), 'migrations', LEASE_MS);
  }

  /** The migrations that have to run, in order. Throws FutureData when the database is newer than this version. */
  async pending(): Promise<Migration[]> {
    const remembered = await this.memory.find().sort({ _id: 1 }).toArray();
    return pendingOf(this.database.databaseName, this.migrations, remembered);
  }

  /**
   * Returns when no migration is pending, whichever replica ran them. Throws MigrationFailed. `signal` ends the wait.
   */
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
        if ((await this.lease.take()) === 'elsewhere')
          throw new Error('Another replica runs the migrations.');
      };
      renewing = setInterval(() => void renew().catch(reject), LEASE_MS / 4).unref();
    });
    // It may reject when no migration runs any more, and nothing else handles that.
    lost.catch(() => undefined);
    try {
      // Read again under the lease, since another replica may have finished meanwhile.
      for (const migration of await this.pending()) {
        const run = Promise.race([this.runOne(migration), lost]);
        await run.catch((error: unknown) => {
          throw new MigrationFailed(migration, error);
        });
      }
    } finally {
      clearInterval(renewing);
      // If it can't be released, it expires.
      await this.lease.release().catch(() => undefined);
    }
  }

  private async runOne(migration: Migration): Promise<void> {
    const { version: _id, name } = migration;
    const began = performance.now();
    this.report.begins(migration);
    // Recorded before the first change, so that an older version does not start with half-changed data.
    await this.memory.updateOne({ _id }, { $set: { name, startedAt: new Date() } }, { upsert: true });
    await migration.run(this.database);
    await this.memory.updateOne({ _id }, { $set: { finishedAt: new Date() } });
    this.report.ended(migration, Math.round(performance.now() - began));
  }

  private get memory() {
    return this.database.collection<MigrationDocument>(MIGRATIONS);
  }
}
