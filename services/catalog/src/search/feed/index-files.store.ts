import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'libsql';
import { removeIndex } from '../index/index-file.store.js';

const MOST_REPLICAS = 64;
const NAME = /^index-(\d+)\.db$/;

/**
 * The files of one replica, one for each generation of its index. Its folder is the first that no other process has
 * locked, so that a restarted replica finds its files again.
 */
export class IndexFiles {
  private readonly folder: string;
  private readonly lock: Database.Database;

  constructor(folder: string, namespace: string) {
    const taken = takeFolder(resolve(folder, namespace));
    this.folder = taken.folder;
    this.lock = taken.lock;
  }

  /** The generations that have a file, the oldest first. */
  generations(): number[] {
    return readdirSync(this.folder)
      .flatMap((name) => NAME.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((one, other) => one - other);
  }

  fileOf(generation: number): string {
    return join(this.folder, `index-${generation}.db`);
  }

  removeBefore(generation: number): void {
    for (const old of this.generations()) if (old < generation) removeIndex(this.fileOf(old));
  }

  release(): void {
    this.lock.exec('ROLLBACK');
    this.lock.close();
  }
}

/** Locks the first free folder. The operating system releases the lock when the process ends, even by a crash. */
function takeFolder(parent: string): { folder: string; lock: Database.Database } {
  for (let nth = 1; nth <= MOST_REPLICAS; nth += 1) {
    const folder = join(parent, `replica-${nth}`);
    mkdirSync(folder, { recursive: true });
    const lock = new Database(join(folder, 'lock'), { timeout: 0 });
    try {
      lock.exec('BEGIN EXCLUSIVE');
      return { folder, lock };
    } catch (error) {
      lock.close();
      if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    }
  }
  throw new Error(`${MOST_REPLICAS} processes already keep an index in ${parent}.`);
}
