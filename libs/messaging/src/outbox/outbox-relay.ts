import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicContract } from '@paperboy/contracts';
import { type ComponentHealth, type Log, metrics } from '@paperboy/platform';
import type { Kafka, Message, Producer } from 'kafkajs';
import type { Collection, Connection, mongo } from 'mongoose';
import { backOffMs } from '../consume/back-off.js';
import { crashPoint } from '../crash-point.js';
import { encodeEvent } from '../kafka/cloud-event.js';
import { RememberingPartitioner } from '../kafka/kafka-client.js';
import { Lease } from './lease.js';
import type { OutboxDocument } from './pending-stage.js';

/** Which collection is relayed to which topic. */
export interface RelayContract {
  collection: string;
  topic: TopicContract;
}

/** What a relay is made of. */
export interface OutboxRelayParts extends RelayContract {
  connection: Connection;
  kafka: Kafka;
  /** The topic's name on Kafka. */
  topicName: string;
  /** The same for all replicas: Kafka lets only the newest producer under it publish. */
  transactionalId: string;
  source: string;
  log: Log;
  leaseMs?: number;
}

const BATCH = 500;
const SWEEP_EVERY_MS = 500;
const FIGURES_EVERY_MS = 5_000;
const TRY_AGAIN = { firstMs: 100, mostMs: 5_000 };

const depthGauge = metrics.gauge({
  name: 'paperboy_outbox_depth_documents',
  help: 'Documents with events that are not published yet.',
  labelNames: ['collection'],
});
const ageGauge = metrics.gauge({
  name: 'paperboy_outbox_oldest_seconds',
  help: 'Age of the oldest event that is not published yet.',
  labelNames: ['collection'],
});
const publishedCounter = metrics.counter({
  name: 'paperboy_outbox_published_total',
  help: 'Events that the relay published.',
  labelNames: ['collection'],
});

/**
 * Publishes the events that the documents of a collection hold, in order for each document, and then removes them.
 * One replica at a time does it: a lease says which, and Kafka's transactions fence a former one that wakes up.
 */
export class OutboxRelay {
  private readonly documents: Collection<OutboxDocument>;
  private readonly lease: Lease;
  private readonly leaseMs: number;
  private readonly partitioner = new RememberingPartitioner();
  private producer: Producer | undefined;
  private readonly nudged = new Set<string>();
  /** Documents whose published events are being removed: not to be read before that is done. */
  private readonly removing = new Map<string, Promise<void>>();
  private wake: () => void = () => undefined;
  private stopping = false;
  private running: Promise<void> = Promise.resolve();
  private trouble: string | undefined;
  private depth = 0;
  private oldestMs = 0;
  private leading = false;

  constructor(private readonly parts: OutboxRelayParts) {
    this.leaseMs = parts.leaseMs ?? 5_000;
    this.documents = parts.connection.collection<OutboxDocument>(parts.collection);
    this.lease = new Lease(parts.connection, parts.collection, this.leaseMs);
  }

  /** Starts in the background; waits for nothing. */
  start(): void {
    this.running = Promise.all([this.follow(), this.measure()]).then(() => undefined);
  }

  /** Publishes what is in hand, gives the lease up. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await Promise.race([this.running, sleep(10_000, undefined, { ref: false })]);
  }

  /** Whether this replica relays at the moment. */
  get leads(): boolean {
    return this.leading;
  }

  /** Says that a document has something to publish. */
  nudge(id: string): void {
    if (this.nudged.size < 50_000) this.nudged.add(id);
    this.wake();
  }

  /** See Outbox.positions. */
  async positions(before: Date): Promise<{ settled: boolean; positions: Record<string, string> }> {
    const older = await this.documents.findOne({ pendingSince: { $lt: before } }, { projection: { _id: 1 } });
    // Read in this order: what is no longer pending had its position stored before it was removed.
    return { settled: older === null, positions: await this.lease.positions() };
  }

  health(): ComponentHealth {
    const figures = { leads: this.leading, pending: this.depth, oldestMs: this.oldestMs };
    if (this.trouble) return { state: 'degraded', detail: this.trouble, ...figures };
    if (this.oldestMs > 10_000)
      return { state: 'degraded', detail: 'Events wait to be published.', ...figures };
    return { state: 'up', ...figures };
  }

  private async follow(): Promise<void> {
    for (let failures = 0; !this.stopping; ) {
      try {
        const lease = await this.lease.take();
        if (lease === 'elsewhere') {
          await this.stepBack();
          this.nudged.clear();
          await this.pause(Math.min(1_000, this.leaseMs / 4));
        } else {
          if (lease === 'taken') await this.stepBack();
          await this.lead();
        }
        failures = 0;
        this.trouble = undefined;
      } catch (error) {
        failures += 1;
        this.trouble = String(error).slice(0, 300);
        const waitMs = backOffMs(failures, TRY_AGAIN);
        this.parts.log.warn(
          { collection: this.parts.collection, waitMs, reason: this.trouble },
          'Relaying is tried again.',
        );
        await this.stepBack();
        await sleep(waitMs, undefined, { ref: false });
      }
    }
    await this.stepBack();
    await this.lease.release().catch((error: unknown) => {
      this.parts.log.debug(
        { error: String(error) },
        'The lease could not be given up; it expires by itself.',
      );
    });
  }

  /** Publishes until the lease has to be renewed. */
  private async lead(): Promise<void> {
    const renewAt = performance.now() + this.leaseMs / 3;
    this.producer ??= await this.connect();
    this.leading = true;
    let sweepAt = 0;
    while (!this.stopping && this.lease.held && performance.now() < renewAt) {
      const sweeps = performance.now() >= sweepAt;
      const documents = await this.read(sweeps);
      if (documents.length > 0) await this.publish(documents);
      // A full batch means that there is more: sweep again at once.
      if (sweeps) sweepAt = documents.length >= BATCH ? 0 : performance.now() + SWEEP_EVERY_MS;
      if (documents.length < BATCH && this.nudged.size === 0) {
        await this.pause(Math.max(1, Math.min(sweepAt, renewAt) - performance.now()));
      }
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.parts.kafka.producer({
      transactionalId: this.parts.transactionalId,
      idempotent: true,
      maxInFlightRequests: 1,
      transactionTimeout: 15_000,
      allowAutoTopicCreation: false,
      createPartitioner: this.partitioner.create,
      // Kafka answers CONCURRENT_TRANSACTIONS for some milliseconds after each commit; kafkajs would wait 300 ms.
      retry: { initialRetryTime: 5, maxRetryTime: 200, retries: 20, factor: 0.2, multiplier: 2 },
    });
    try {
      await producer.connect();
      // kafkajs asks Kafka for its epoch with the first transaction only. It has to be now, while the lease is ours:
      // this fences whoever relayed before, and makes sure that we ourselves can be fenced from here on.
      const empty = await producer.transaction();
      await empty.abort();
      if (!this.lease.held) throw new Error('The lease expired while the producer connected.');
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
    crashPoint('relay.takeover');
    return producer;
  }

  private async stepBack(): Promise<void> {
    this.leading = false;
    const { producer } = this;
    this.producer = undefined;
    if (!producer) return;
    const gone = producer.disconnect().catch((error: unknown) => {
      this.parts.log.debug({ error: String(error) }, 'The producer of the relay could not be closed.');
    });
    await Promise.race([gone, sleep(2_000, undefined, { ref: false })]);
  }

  private async read(sweep: boolean): Promise<OutboxDocument[]> {
    const projection = { pending: 1, deleteAfterPublish: 1 };
    const wanted: string[] = [];
    for (const id of this.nudged) {
      if (wanted.length >= BATCH) break;
      if (this.removing.has(id)) continue;
      wanted.push(id);
      this.nudged.delete(id);
    }
    if (wanted.length > 0)
      return this.documents
        .find({ _id: { $in: wanted }, pendingSince: { $gt: new Date(0) } }, { projection })
        .toArray();
    if (this.nudged.size > 0) {
      await Promise.race(this.removing.values());
      return [];
    }
    if (!sweep) return [];
    if (this.removing.size > BATCH) await Promise.race(this.removing.values());
    const filter = {
      pendingSince: { $gt: new Date(0) },
      ...(this.removing.size > 0 ? { _id: { $nin: [...this.removing.keys()] } } : {}),
    };
    return this.documents.find(filter, { projection, sort: { pendingSince: 1 }, limit: BATCH }).toArray();
  }

  private async publish(documents: readonly OutboxDocument[]): Promise<void> {
    const { collection, source, topicName } = this.parts;
    const messages: Message[] = documents.flatMap(({ _id, pending = [] }) =>
      pending.map(({ type, seq, at, traceparent, data }) =>
        encodeEvent({
          type,
          id: `${collection}/${_id}/${seq}`,
          source,
          key: _id,
          at,
          data: data ?? null,
          traceparent,
        }),
      ),
    );
    if (messages.length > 0) {
      const positions = await this.send(topicName, messages);
      crashPoint('relay.after-publish');
      if (!(await this.lease.storePositions(positions)))
        throw new Error('The lease went to another replica.');
      crashPoint('relay.after-positions');
      publishedCounter.inc({ collection }, messages.length);
    }
    const removal = this.remove(documents);
    for (const { _id } of documents) this.removing.set(_id, removal);
  }

  /** Sends in one transaction and gives the offset of the last record of each partition. */
  private async send(topic: string, messages: Message[]): Promise<Map<number, bigint>> {
    if (!this.producer) throw new Error('The relay has no producer.');
    const transaction = await this.producer.transaction();
    try {
      const answers = await transaction.send({ topic, messages, acks: -1, timeout: 5_000 });
      await transaction.commit();
      const counts = this.partitioner.count(messages);
      const last = new Map<number, bigint>();
      for (const { partition, baseOffset } of answers) {
        last.set(partition, BigInt(baseOffset ?? 0) + BigInt(counts.get(partition) ?? 1) - 1n);
      }
      return last;
    } catch (error) {
      if (transaction.isActive()) {
        await transaction.abort().catch((failure: unknown) => {
          this.parts.log.debug(
            { error: String(failure) },
            'The transaction could not be aborted; Kafka ends it.',
          );
        });
      }
      throw error;
    }
  }

  /** Removes what was published, in the background; when that fails it is published again, which changes nothing. */
  private remove(documents: readonly OutboxDocument[]): Promise<void> {
    const operations = removals(documents);
    const removal$ = this.documents
      .bulkWrite(operations, { ordered: false, writeConcern: { w: 1 } })
      .then(() => undefined)
      .catch((error: unknown) => {
        this.parts.log.warn(
          { collection: this.parts.collection, reason: String(error).slice(0, 300) },
          'Published events stay pending for now.',
        );
      })
      .finally(() => {
        for (const { _id } of documents) this.removing.delete(_id);
        if (this.nudged.size > 0) this.wake();
      });
    return removal$;
  }

  private pause(forMs: number): Promise<void> {
    if (this.stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, forMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async measure(): Promise<void> {
    let indexed = false;
    while (!this.stopping) {
      try {
        if (!indexed) await this.documents.createIndex({ pendingSince: 1 }, { sparse: true });
        indexed = true;
        const filter = { pendingSince: { $gt: new Date(0) } };
        this.depth = await this.documents.countDocuments(filter, { limit: 1_000_000 });
        const [oldest] =
          this.depth === 0
            ? []
            : await this.documents
                .find(filter, { projection: { pendingSince: 1 }, sort: { pendingSince: 1 }, limit: 1 })
                .toArray();
        this.oldestMs = oldest?.pendingSince ? Math.max(0, Date.now() - oldest.pendingSince.getTime()) : 0;
        depthGauge.set({ collection: this.parts.collection }, this.depth);
        ageGauge.set({ collection: this.parts.collection }, this.oldestMs / 1_000);
      } catch (error) {
        this.parts.log.debug({ error: String(error) }, 'The outbox could not be measured.');
      }
      for (let waited = 0; waited < FIGURES_EVERY_MS && !this.stopping; waited += 250)
        await sleep(250, undefined, { ref: false });
    }
  }
}

/**
 * Takes out of the documents the events that were read from them, and leaves those that came since. One update for all
 * that were published up to the same `seq`: three times as fast as one for each document.
 */
function removals(documents: readonly OutboxDocument[]): mongo.AnyBulkWriteOperation<OutboxDocument>[] {
  const operations: mongo.AnyBulkWriteOperation<OutboxDocument>[] = [];
  const bySeq = new Map<number, string[]>();
  for (const { _id, pending = [], deleteAfterPublish } of documents) {
    if (deleteAfterPublish) {
      const filter = { _id, deleteAfterPublish: true, pending: { $size: pending.length } };
      operations.push({ deleteOne: { filter } });
      continue;
    }
    const published = pending.at(-1)?.seq ?? 0;
    bySeq.set(published, [...(bySeq.get(published) ?? []), _id]);
  }
  for (const [published, ids] of bySeq) {
    operations.push({ updateMany: { filter: { _id: { $in: ids } }, update: without(published) } });
  }
  return operations;
}

function without(published: number): mongo.BSON.Document[] {
  const left = {
    $filter: { input: { $ifNull: ['$pending', []] }, cond: { $gt: ['$$this.seq', published] } },
  };
  const none = { $eq: [{ $size: '$pending' }, 0] };
  return [
    { $set: { pending: left } },
    {
      $set: {
        pendingSince: { $cond: [none, '$$REMOVE', { $arrayElemAt: ['$pending.at', 0] }] },
        pending: { $cond: [none, '$$REMOVE', '$pending'] },
      },
    },
  ];
}
