import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import mongoose, { type Connection, type ConnectOptions } from 'mongoose';
import type { Health } from '../observe/health.js';
import type { Log } from '../observe/log.js';
import { runWithoutTrace } from '../observe/trace.js';
import { IndexKeeper } from './index-keeper.js';
import type { WantedIndex } from './indexes.js';

const CONNECTED = 1;
const RETRY_MS = 500;

/** Each operation ends in bounded time, also when the server is frozen and its sockets stay open. */
const OPTIONS: ConnectOptions = {
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
  sanitizeFilter: true,
  serverSelectionTimeoutMS: 1_500,
  connectTimeoutMS: 2_000,
  socketTimeoutMS: 5_000,
  waitQueueTimeoutMS: 2_000,
  heartbeatFrequencyMS: 1_000,
  // Streamed heartbeats would notice a frozen server late.
  serverMonitoringMode: 'poll',
  maxPoolSize: 50,
  // They need sessions, which the embedded engine has not; our writes are made to be repeated.
  retryWrites: false,
  writeConcern: { w: 'majority', journal: true },
};

/** Keeps the connection to the service's database: connects in the background and for ever, and says how it is. */
@Injectable()
export class MongoLink implements OnApplicationShutdown {
  readonly connection: Connection;
  /** Settles after the first attempt, whatever its outcome, so that a boot beside a healthy server finds it there. */
  readonly tried: Promise<void>;
  private readonly indexes: IndexKeeper;
  private closing = false;
  private lastError = 'not connected yet';
  private readonly ending = new AbortController();

  constructor(
    private readonly url: string,
    private readonly database: string,
    private readonly log: Log,
    health: Health,
  ) {
    mongoose.set('strictQuery', 'throw');
    this.connection = mongoose.createConnection();
    this.connection.on('connected', () => runWithoutTrace(() => this.log.info('MongoDB is there.')));
    this.connection.on('disconnected', () => {
      this.lastError = 'disconnected';
      if (!this.closing) runWithoutTrace(() => this.log.warn('MongoDB is away.'));
    });
    this.connection.on('error', (error: Error) => {
      this.lastError = error.name;
    });
    health.add('mongodb', () =>
      this.connection.readyState === CONNECTED ? { state: 'up' } : { state: 'down', detail: this.lastError },
    );
    this.indexes = new IndexKeeper(this.connection, log, health);
    this.tried = this.attempt().then((connected) => {
      if (!connected) void this.goOnTrying();
    });
  }

  /** Makes indexes in the background, each on its own; the missing ones are tried again and named by health. */
  ensureIndexes(wanted: readonly WantedIndex[]): void {
    void this.indexes.keep(wanted);
  }

  /** After everything else, since handlers in flight may still write. */
  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    this.ending.abort();
    this.indexes.end();
    await this.connection.close(true);
  }

  private async attempt(): Promise<boolean> {
    try {
      await this.connection.openUri(this.url, { ...OPTIONS, dbName: this.database });
      return true;
    } catch (error) {
      this.lastError = error instanceof Error ? error.name : String(error);
      return false;
    }
  }

  private async goOnTrying(): Promise<void> {
    this.log.warn({ reason: this.lastError }, 'MongoDB is away; trying until it is there.');
    do await this.pause(RETRY_MS);
    while (!this.closing && !(await this.attempt()));
  }

  private async pause(ms: number): Promise<void> {
    // Rejects only when the service ends, and then the loop does as well.
    await wait(ms, undefined, { signal: this.ending.signal, ref: false }).catch(() => undefined);
  }
}
