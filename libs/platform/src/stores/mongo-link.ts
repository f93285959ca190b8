import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import mongoose, { type Connection, type ConnectOptions } from 'mongoose';
import type { Health } from '../observe/health.js';
import type { Log } from '../observe/log.js';
import { runWithoutTrace } from '../observe/trace.js';
import { IndexKeeper } from './index-keeper.js';
import { makeIndexesOfEmpty } from './indexes.js';
import { FutureData, MigrationFailed } from './migration.js';
import { Migrations } from './migrations.js';
import { indexesOf, type StoredDocuments } from './stored-documents.js';

/** Nest token of the service's StoredDocuments. */
export const DOCUMENTS = Symbol('DOCUMENTS');

const CONNECTED = 1;
const RETRY_MS = 500;
const MIGRATE_AGAIN_MS = 5_000;
/** How long a boot waits for migrations. After that HTTP is served while they run, as while MongoDB is away. */
const BOOT_WAITS_MS = 10_000;

/** Each operation ends in bounded time, also when the server is frozen and its sockets stay open. */
const SERVER: mongoose.mongo.MongoClientOptions = {
  serverSelectionTimeoutMS: 1_500,
  connectTimeoutMS: 2_000,
  socketTimeoutMS: 5_000,
  waitQueueTimeoutMS: 2_000,
  heartbeatFrequencyMS: 1_000,
  // Streamed heartbeats would notice a frozen server late.
  serverMonitoringMode: 'poll',
  // Retryable writes need sessions, which the embedded engine lacks. Our writes can be repeated anyway.
  retryWrites: false,
  writeConcern: { w: 'majority', journal: true },
};
const OPTIONS: ConnectOptions = {
  ...SERVER,
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
  sanitizeFilter: true,
  maxPoolSize: 50,
};
/** No time-out, since a change of all documents of a collection may take long. The lease notices a lost server. */
const MIGRATING = { ...SERVER, socketTimeoutMS: 0, maxPoolSize: 3 };

/**
 * Keeps the connection to the service's database: connects in the background, retries for ever, and reports its health.
 * Before the first connection it migrates the database and makes the indexes of empty collections. So no store ever
 * meets older data, or an empty collection without its unique indexes. Until then MongoDB counts as away. The indexes
 * of filled collections are made in the background.
 */
@Injectable()
export class MongoLink implements OnApplicationShutdown {
  readonly connection: Connection;
  /**
   * Settles after the first attempt, whatever its outcome, so that a boot with a healthy server finds it connected.
   * Rejects with FutureData. If that is found after the boot, it ends the process as an unhandled error.
   */
  readonly tried: Promise<void>;
  private readonly indexes: IndexKeeper;
  private migrated = false;
  private retryMs = RETRY_MS;
  private closing = false;
  private lastError = 'not connected yet';
  private readonly ending = new AbortController();

  constructor(
    private readonly url: string,
    private readonly database: string,
    private readonly documents: StoredDocuments,
    private readonly log: Log,
    health: Health,
  ) {
    mongoose.set('strictQuery', 'throw');
    this.connection = mongoose.createConnection();
    this.connection.on('connected', () => runWithoutTrace(() => this.log.info('MongoDB can be reached.')));
    this.connection.on('disconnected', () => {
      this.lastError = 'disconnected';
      if (!this.closing) runWithoutTrace(() => this.log.warn('MongoDB cannot be reached.'));
    });
    this.connection.on('error', (error: Error) => {
      this.lastError = error.name;
    });
    health.add('mongodb', () =>
      this.connection.readyState === CONNECTED ? { state: 'up' } : { state: 'down', detail: this.lastError },
    );
    this.indexes = new IndexKeeper(this.connection, log, health);
    void this.indexes.keep(indexesOf(documents));
    this.tried = this.start();
  }

  /** Closes after everything else, since handlers in flight may still write. */
  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    this.ending.abort();
    this.indexes.end();
    await this.connection.close(true);
  }

  private async start(): Promise<void> {
    const first = this.attempt();
    await Promise.race([first, this.pause(BOOT_WAITS_MS)]);
    void this.goOn(first);
  }

  private async attempt(): Promise<boolean> {
    try {
      if (!this.migrated) await this.migrate();
      this.migrated = true;
      if (this.closing) return false;
      await this.connection.openUri(this.url, { ...OPTIONS, dbName: this.database });
      return true;
    } catch (error) {
      if (error instanceof FutureData) throw error;
      this.lastError = error instanceof Error ? error.name : String(error);
      this.retryMs = RETRY_MS;
      if (error instanceof MigrationFailed) {
        this.lastError = error.message;
        this.retryMs = MIGRATE_AGAIN_MS;
        this.log.error(
          { err: error },
          'A migration failed and will be run again. Until then MongoDB is not used.',
        );
      }
      return false;
    }
  }

  private async migrate(): Promise<void> {
    const client = new mongoose.mongo.MongoClient(this.url, MIGRATING);
    try {
      await client.connect();
      const database = client.db(this.database);
      await new Migrations(database, this.documents.migrations, {
        begins: ({ version, name, summary }) => {
          this.lastError = `migration ${version} (${name}) runs`;
          this.log.info({ version, name }, `Migrating: ${summary}`);
        },
        ended: ({ version, name }, tookMs) => this.log.info({ version, name, tookMs }, 'Migrated.'),
      }).run(this.ending.signal);
      await makeIndexesOfEmpty(database, indexesOf(this.documents));
    } finally {
      await client.close(true);
    }
  }

  private async goOn(first: Promise<boolean>): Promise<void> {
    if (this.closing || (await first)) return;
    this.log.warn({ reason: this.lastError }, 'MongoDB cannot be reached; trying again until it can.');
    do await this.pause(this.retryMs);
    while (!this.closing && !(await this.attempt()));
  }

  private async pause(ms: number): Promise<void> {
    // Rejects only when the service ends, and then the loop does as well.
    await wait(ms, undefined, { signal: this.ending.signal, ref: false }).catch(() => undefined);
  }
}
