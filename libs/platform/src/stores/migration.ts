import type { mongo } from 'mongoose';

/**
 * A permanent change of stored documents. It runs once for each database, may be interrupted anywhere, and runs again.
 */
export interface Migration {
  /** From 1 on, without gaps; the number in the file's name. */
  readonly version: number;
  /** The rest of the file's name. */
  readonly name: string;
  /** One sentence for the operator. */
  readonly summary: string;
  /**
   * Changes the documents. It must be idempotent, and harmless to replicas of the previous version, which still run
   * while a service is rolled out.
   */
  readonly run: (database: mongo.Db) => Promise<void>;
}

/** The record of a migration in the database. */
export interface MigrationDocument {
  /** The version. */
  _id: number;
  name: string;
  startedAt: Date;
  /** Absent while it runs, and when it was interrupted. Then the next start runs it again. */
  finishedAt?: Date;
}

/** The database was changed by a version of the service that this one does not know. */
export class FutureData extends Error {
  constructor(database: string, { _id, name, startedAt }: MigrationDocument, newest: number) {
    super(
      `The database ${database} holds data of a newer version: migration ${_id} (${name}) began on ` +
        `${startedAt.toISOString()}, and this version knows migrations up to ${newest} only. ` +
        'Start the newer version again, or restore a backup from before that time.',
    );
    this.name = 'FutureData';
  }
}

/** A migration did not run to its end. It is run again. */
export class MigrationFailed extends Error {
  constructor({ version, name }: Migration, cause: unknown) {
    super(`migration ${version} (${name}) failed: ${String(cause).slice(0, 300)}`, { cause });
    this.name = 'MigrationFailed';
  }
}

/**
 * The migrations that a database has not finished, in order. Throws FutureData when the database has an unknown one.
 */
export function pendingOf(
  database: string,
  migrations: readonly Migration[],
  remembered: readonly MigrationDocument[],
): Migration[] {
  const newest = migrations.length;
  const future = remembered.find(({ _id }) => _id > newest);
  if (future) throw new FutureData(database, future, newest);
  const done = new Set(remembered.filter(({ finishedAt }) => finishedAt).map(({ _id }) => _id));
  return inOrder(migrations).filter(({ version }) => !done.has(version));
}

function inOrder(migrations: readonly Migration[]): readonly Migration[] {
  const wrong = migrations.find(({ version }, place) => version !== place + 1);
  if (wrong)
    throw new Error(
      `Migration ${wrong.version} (${wrong.name}) has a wrong number: versions count from 1 without gaps.`,
    );
  return migrations;
}
