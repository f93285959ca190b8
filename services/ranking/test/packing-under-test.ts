import { type EventBatch, type ReceivedEvent } from '@paperboy/messaging';
import { databaseName, Log } from '@paperboy/platform';
import { testClock, testStack, uniqueNamespace } from '@paperboy/testing';
import { Redis } from 'ioredis';
import mongoose, { type Connection } from 'mongoose';
import type { EditionStore } from '../src/edition/edition.store.js';
import { GenerationStore } from '../src/generation/generation.store.js';
import { ReadOffsets } from '../src/generation/read-offsets.js';
import { BatchStore } from '../src/intake/batch.store.js';
import type { ChangeEvent } from '../src/intake/changes.js';
import { LiveLists } from '../src/live/live-lists.store.js';
import { PeriodsReader } from '../src/live/periods.reader.js';
import type { Room } from '../src/live/room.js';
import { BestOfTrending } from '../src/packing/best-of-trending.reader.js';
import { PackedPapers } from '../src/packing/packed-papers.store.js';
import { Packer } from '../src/packing/packer.store.js';
import { PaperReader } from '../src/packing/paper.reader.js';
import { Refiller } from '../src/packing/refiller.store.js';
import { Restorer } from '../src/packing/restorer.store.js';
import { calendar, trending } from './histories.js';

/** Few, so that a handful of papers fills the lists and the others may leave. */
export const NEW_KEPT: Room = { all: 1, scoped: 1 };
export const KEPT: Room = { all: 1, scoped: 1 };
export const SHOWN: Room = { all: 1, scoped: 1 };

const clock = testClock();
const silent = Object.assign(Object.create(Log.prototype) as Log, { write: () => undefined });

/** The servers that lists with packing need: a Redis, and a database of their own. */
export interface Servers {
  redis: Redis;
  mongo: Connection;
  stop(): Promise<void>;
}

/** Connects to the servers of this test run. */
export async function connectServers(): Promise<Servers> {
  const redis = new Redis(testStack().redisUrl);
  const dbName = databaseName(uniqueNamespace(), 'ranking');
  const mongo = await mongoose
    .createConnection(testStack().mongodbUrl, { dbName, retryWrites: false })
    .asPromise();
  return {
    redis,
    mongo,
    stop: async () => {
      await mongo.dropDatabase();
      await mongo.close();
      await redis.quit();
    },
  };
}

/** The live lists of one generation with everything that packs and restores, outside of a service. */
export class PackingUnderTest {
  readonly state: LiveLists;
  readonly generations: GenerationStore;
  readonly packed: PackedPapers;
  readonly restorer: Restorer;
  readonly packer: Packer;
  readonly refiller: Refiller;
  readonly reader: PaperReader;
  readonly trending: BestOfTrending;
  readonly batches: BatchStore;
  readonly #ends = new Map<string, number>();

  constructor({ redis, mongo }: Pick<Servers, 'redis' | 'mongo'>, root = `${uniqueNamespace()}:ranking:`) {
    this.state = new LiveLists(redis, root, trending, NEW_KEPT);
    this.generations = new GenerationStore(redis, root);
    this.packed = new PackedPapers(mongo);
    this.restorer = new Restorer(this.state, this.generations, this.packed, clock, silent);
    this.packer = new Packer(this.state, this.packed, clock, KEPT);
    this.refiller = new Refiller(this.state, this.packed, this.restorer, SHOWN, KEPT);
    this.reader = new PaperReader(this.state, this.packed, this.restorer);
    this.trending = new BestOfTrending(this.state, this.packed, this.restorer);
    // A batch needs only these methods of the editions.
    const nothing = { markWithdrawn: async () => [], forgetSubmitter: async () => undefined };
    const editions = nothing as unknown as EditionStore;
    this.batches = new BatchStore(this.state, this.restorer, calendar, editions, new ReadOffsets());
  }

  /** The name of its generation. */
  readonly generation = '1';

  async begin(): Promise<void> {
    await this.state.redis.set(`${this.state.root}current`, this.generation);
  }

  /** Applies events as Kafka would deliver them: those of each topic in a batch of their own. */
  async take(events: readonly ChangeEvent[]): Promise<void> {
    for (const topic of new Set(events.map((event) => event.topic)))
      await this.batches.take(
        this.batch(
          topic,
          events.filter((event) => event.topic === topic),
        ),
      );
  }

  /** Settles the periods of all papers, as if they had been closed long ago. */
  async settle(): Promise<void> {
    for (const cadence of ['day', 'week', 'month'] as const)
      for (const period of await new PeriodsReader(this.state).withPapers(cadence))
        await this.state.change([['settle', `${cadence}:${period}`]]);
  }

  /** The papers of its generation. */
  async ids(): Promise<string[]> {
    const prefix = `${await this.state.prefix()}x:`;
    return (await this.state.redis.keys(`${prefix}*`)).map((key) => key.slice(prefix.length)).sort();
  }

  /** Its packed papers, with their tokens. */
  async away(): Promise<{ paper: string; token: string }[]> {
    const prefix = await this.state.prefix();
    const found: { paper: string; token: string }[] = [];
    for (const paper of await this.ids()) {
      const token = await this.state.redis.hget(`${prefix}x:${paper}`, 'z');
      if (token !== null) found.push({ paper, token });
    }
    return found;
  }

  /** The content of Redis by key, without marks, positions, versions and floors, which depend on how it came about. */
  async dump(): Promise<Record<string, unknown>> {
    const { redis } = this.state;
    const prefix = await this.state.prefix();
    const dump: Record<string, unknown> = {};
    for (const key of (await redis.keys(`${prefix}*`)).sort()) {
      const name = key.slice(prefix.length);
      if (['positions', 'versions', 'floors'].includes(name)) continue;
      const type = await redis.type(key);
      if (type === 'zset') dump[name] = await redis.zrange(key, '0', '-1', 'WITHSCORES');
      else if (type === 'set') dump[name] = (await redis.smembers(key)).sort();
      else if (type === 'string') dump[name] = await redis.get(key);
      else {
        const { k: _mark, ...fields } = await redis.hgetall(key);
        dump[name] = fields;
      }
    }
    return dump;
  }

  async clear(): Promise<void> {
    const keys = await this.state.redis.keys(`${this.state.root}*`);
    if (keys.length > 0) await this.state.redis.unlink(...keys);
  }

  private batch(topic: string, events: readonly ChangeEvent[]): EventBatch {
    const first = this.#ends.get(topic) ?? 0;
    this.#ends.set(topic, first + events.length);
    return {
      topic,
      partition: 0,
      firstOffset: BigInt(first),
      nextOffset: BigInt(first + events.length),
      events: events.map(
        (event, at) => ({ ...event, offset: BigInt(first + at) }) as unknown as ReceivedEvent<unknown>,
      ),
    };
  }
}
