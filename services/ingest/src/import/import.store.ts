import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { isDuplicateKey } from '@paperboy/platform';
import type { mongo } from 'mongoose';
import type { SnapshotFile } from '../source/file/snapshot-file.store.js';
import { IMPORT_START, type ImportCursor } from './counts.js';
import type { ImportDocument } from './import.schema.js';

/** How long a run holds its import without renewing its lease. */
const LEASE_MS = 15_000;

/** An import that this run holds; `resumed` when an earlier run had begun it and may have published. */
export type BegunImport = ImportDocument & { readonly resumed: boolean };

/** Another run holds this import. */
export class ImportTaken extends Error {
  constructor(holder: ImportDocument['lease']) {
    super(`Another run imports this file: process ${holder.pid} on ${holder.host}.`);
  }
}

/** The run was frozen for longer than its lease, and another run has gone on with its import. */
export class ImportLost extends Error {
  constructor() {
    super('Another run has gone on with this import.');
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** The imports and their cursors. */
export class ImportStore {
  private readonly holder = randomBytes(9).toString('base64url');

  constructor(
    /** Called each time, since there may be no connection yet when the store is made. */
    private readonly imports: () => mongo.Collection<ImportDocument>,
    private readonly now: () => Date,
  ) {}

  /**
   * Goes on with the unfinished import of a file, or begins one; with `again` an unfinished one is given up. Calls
   * `refusedFile` for a new one only. Throws ImportTaken when another run holds the import.
   */
  async begin(
    file: SnapshotFile,
    name: string,
    refusedFile: () => Promise<string>,
    again: boolean,
  ): Promise<BegunImport> {
    for (let attempt = 0; ; attempt += 1) {
      const found = await this.imports().findOne({ open: file.identity });
      if (found) {
        const claimed = await this.claim(found);
        if (!again) return { ...claimed, resumed: true };
        await this.finish(claimed._id, 'given-up');
      }
      const at = this.now();
      const begun: ImportDocument = {
        _id: `${at.toISOString().slice(0, 10)}-${randomBytes(6).toString('hex')}`,
        identity: file.identity,
        open: file.identity,
        file: name,
        size: file.size,
        state: 'reading',
        cursor: IMPORT_START,
        refusedFile: await refusedFile(),
        startedAt: at,
        updatedAt: at,
        lease: this.lease(at),
      };
      try {
        await this.imports().insertOne(begun);
        return { ...begun, resumed: false };
      } catch (error) {
        // Another run began the same file in between: the next attempt finds its import.
        if (!isDuplicateKey(error) || attempt > 3) throw error;
      }
    }
  }

  /** Stores the cursor and extends the lease of this run. Throws ImportLost. */
  async save(id: string, cursor: ImportCursor): Promise<void> {
    await this.change(id, { cursor });
  }

  /** Extends the lease of this run. Throws ImportLost. */
  async renew(id: string): Promise<void> {
    await this.change(id, {});
  }

  /** Records that all lines are published. Throws ImportLost. */
  async published(id: string): Promise<void> {
    await this.change(id, { state: 'taking' });
  }

  /** Ends the import: no run goes on with it. Throws ImportLost. */
  async finish(id: string, state: 'done' | 'given-up'): Promise<void> {
    await this.change(id, { state }, { open: '' });
  }

  /** Lets another run go on at once instead of after the lease. */
  async release(id: string): Promise<void> {
    await this.imports().updateOne(
      { _id: id, 'lease.holder': this.holder },
      { $set: { 'lease.until': new Date(0) } },
    );
  }

  /** The newest imports first. */
  async newest(limit: number): Promise<ImportDocument[]> {
    return this.imports().find().sort({ startedAt: -1 }).limit(limit).toArray();
  }

  private async claim(found: ImportDocument): Promise<ImportDocument> {
    const { lease } = found;
    const at = this.now();
    // The lease of a run on this machine whose process is dead does not count.
    const dead = lease.host === hostname() && lease.pid !== process.pid && !alive(lease.pid);
    if (!dead && lease.until > at) throw new ImportTaken(lease);
    const claimed = await this.imports().findOneAndUpdate(
      { _id: found._id, open: found.identity, 'lease.holder': lease.holder, 'lease.until': lease.until },
      { $set: { lease: this.lease(at), updatedAt: at } },
      { returnDocument: 'after' },
    );
    if (!claimed) throw new ImportTaken(lease);
    return claimed;
  }

  private lease(at: Date): ImportDocument['lease'] {
    const until = new Date(at.getTime() + LEASE_MS);
    return { holder: this.holder, host: hostname(), pid: process.pid, until };
  }

  private async change(id: string, set: Partial<ImportDocument>, unset?: { open: '' }): Promise<void> {
    const at = this.now();
    const { matchedCount } = await this.imports().updateOne(
      { _id: id, 'lease.holder': this.holder },
      { $set: { ...set, updatedAt: at, lease: this.lease(at) }, ...(unset ? { $unset: unset } : {}) },
    );
    if (matchedCount === 0) throw new ImportLost();
  }
}
