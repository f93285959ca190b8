import { setTimeout as sleep } from 'node:timers/promises';
import { EVENT_BYTES, type TopicContract } from '@paperboy/contracts';
import type { ComponentHealth, Log } from '@paperboy/platform';
import type { Kafka } from 'kafkajs';
import type { Connection } from 'mongoose';
import { backOffMs } from '../back-off.js';
import { crashPoint } from '../crash-point.js';
import { BulkDocuments } from './bulk-documents.js';
import { BulkTurns } from './bulk-turns.js';
import { InterruptibleWait } from './interruptible-wait.js';
import { OutboxFigures } from './outbox-figures.js';
import { outgoing, type TooLarge } from './outgoing.js';
import { BATCH, PendingDocuments } from './pending-documents.js';
import type { OutboxDocument } from './pending-stage.js';
import { RelayLease } from './relay-lease.js';
import { RelayProducer } from './relay-producer.js';

/** Which collection is relayed to which topic. */
export interface RelayContract {
  collection: string;
  topic: TopicContract;
  /** Whether documents are also written in bulk (`bulkEvent`); they need the index of `relayedInBulk`. */
  bulk?: boolean;
}

/** The dependencies of a relay. */
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

/**
 * A nudge tells the relay of each event. The sweep finds the events whose nudge was lost. It runs more often while no
 * nudge of another replica can arrive (`deaf`).
 */
const SWEEP_EVERY_MS = { deaf: 1_000, nudged: 2_000 };
/**
 * The least time from the begin of one transaction to the begin of the next. A transaction costs Kafka, and every
 * reader of the topic, as much as dozens of events. The time is longer while many events come. While batches are full
 * there is no such wait.
 */
const PUBLISH_EVERY_MS = { few: 40, many: 80 };
const MANY = 25;
const TRY_AGAIN = { firstMs: 100, mostMs: 5_000 };

/**
 * Publishes the events within the documents of a collection, in order for each document, and then removes them. One
 * replica at a time relays: a lease decides which, and Kafka's transactions fence a former one that wakes up.
 */
export class OutboxRelay {
  private readonly documents: PendingDocuments;
  private readonly bulk: BulkDocuments | undefined;
  private readonly turns = new BulkTurns();
  private readonly figures: OutboxFigures;
  private readonly lease: RelayLease;
  private readonly leaseMs: number;
  private producer: RelayProducer | undefined;
  private readonly waits = new InterruptibleWait();
  private stopping = false;
  private running: Promise<unknown> = Promise.resolve();
  private trouble: string | undefined;
  private leading = false;
  private sweepAt = 0;
  private sweepEveryMs = SWEEP_EVERY_MS.deaf;
  /** The offset of the last record that this relay published, by partition. */
  private readonly published = new Map<number, bigint>();
  private isBehind: (published: ReadonlyMap<number, bigint>) => boolean = () => false;
  private anybodyWrites: () => Promise<boolean> = async () => false;

  constructor(private readonly parts: OutboxRelayParts) {
    const { connection, collection, log } = parts;
    this.leaseMs = parts.leaseMs ?? 5_000;
    this.lease = new RelayLease(connection, collection, this.leaseMs);
    this.documents = new PendingDocuments(connection, collection, log, () => {
      if (this.documents.hasNudged) this.waits.wake();
    });
    this.bulk = parts.bulk ? new BulkDocuments(connection, collection) : undefined;
    this.figures = new OutboxFigures(collection, this.documents, this.bulk, log);
  }

  /** Starts in the background, and returns at once. */
  start(): void {
    this.figures.start();
    this.running = this.follow();
  }

  /** Ends the transaction in hand and gives the lease up. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.figures.stop();
    this.waits.stop();
    await Promise.race([this.running, sleep(10_000, undefined, { ref: false })]);
  }

  /** Whether this replica relays at the moment. */
  get leads(): boolean {
    return this.leading;
  }

  /** Tells the relay that a document has something to publish. */
  nudge(id: string): void {
    this.documents.nudge(id);
    this.waits.wake();
  }

  /** See Outbox.bulkWritten. */
  bulkWritten(): void {
    this.turns.written(performance.now());
    this.waits.wake();
  }

  /** See Outbox.bulkWaitsWhile. */
  bulkWaitsWhile(isBehind: (published: ReadonlyMap<number, bigint>) => boolean): void {
    this.isBehind = isBehind;
  }

  /** See Outbox.bulkGivesWayTo. */
  bulkGivesWayTo(anybodyWrites: () => Promise<boolean>): void {
    this.anybodyWrites = anybodyWrites;
  }

  /**
   * Says whether nudges of other replicas arrive from now on. A sweep follows at once, since nudges may have been lost
   * until now.
   */
  hears(others: boolean): void {
    this.sweepEveryMs = others ? SWEEP_EVERY_MS.nudged : SWEEP_EVERY_MS.deaf;
    this.sweepAt = 0;
    this.waits.wake();
  }

  /** See Outbox.positions. */
  async positions(before: Date): Promise<{ settled: boolean; positions: Record<string, string> }> {
    const waiting = await this.documents.anyBefore(before);
    // The order of the two reads matters: the position of an event is stored before the event is removed.
    return { settled: !waiting, positions: await this.lease.positions() };
  }

  health(): ComponentHealth {
    const { depth, bulk, oldestMs, setAside } = this.figures;
    const figures = { leads: this.leading, pending: depth + bulk, oldestMs, setAside };
    if (this.trouble) return { state: 'degraded', detail: this.trouble, ...figures };
    if (setAside > 0)
      return { state: 'degraded', detail: 'Events are too large to be published.', ...figures };
    if (oldestMs > 10_000) return { state: 'degraded', detail: 'Events wait to be published.', ...figures };
    return { state: 'up', ...figures };
  }

  private async follow(): Promise<void> {
    for (let failures = 0; !this.stopping; ) {
      try {
        const lease = await this.lease.take();
        if (lease !== 'held') await this.stepBack();
        if (lease === 'elsewhere') {
          this.documents.forget();
          await this.waits.idle(Math.min(1_000, this.leaseMs / 4));
        } else await this.lead();
        failures = 0;
        this.trouble = undefined;
      } catch (error) {
        failures += 1;
        this.trouble = String(error).slice(0, 300);
        const waitMs = backOffMs(failures, TRY_AGAIN);
        const { collection, log } = this.parts;
        log.warn(
          { collection, waitMs, reason: this.trouble },
          'Events could not be relayed; the relay tries again.',
        );
        await this.stepBack();
        await this.waits.rest(waitMs);
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
    const producer = await this.connected();
    this.leading = true;
    let swept = false;
    while (!this.stopping && this.lease.held && performance.now() < renewAt) {
      // A sweep runs even when nudges never stop. While sweeps find full batches, every second turn is for nudges.
      const sweeps: boolean = performance.now() >= this.sweepAt && !(swept && this.documents.hasNudged);
      swept = sweeps;
      const began = performance.now();
      const documents = await this.documents.read(sweeps);
      if (documents.length > 0) {
        const tooLarge = await this.publish(producer, documents);
        this.documents.remove(documents, tooLarge);
        this.turns.live(performance.now());
      }
      // After a full batch there is more: the next sweep follows at once.
      if (sweeps) this.sweepAt = documents.length >= BATCH ? 0 : performance.now() + this.sweepEveryMs;
      if (documents.length >= BATCH) continue;
      await this.publishBulk(producer);
      if (documents.length > 0) {
        const everyMs = documents.length < MANY ? PUBLISH_EVERY_MS.few : PUBLISH_EVERY_MS.many;
        await this.waits.rest(began + everyMs - performance.now());
      }

      if (!this.documents.hasNudged) {
        const nextAt = Math.min(this.sweepAt, renewAt, this.nextBulkAt());
        await this.waits.idle(Math.max(1, nextAt - performance.now()));
      }
    }
  }

  private async connected(): Promise<RelayProducer> {
    if (this.producer) return this.producer;
    const producer = new RelayProducer(this.parts);
    this.producer = producer;
    await producer.connect();
    if (!this.lease.held) throw new Error('The lease expired while the producer connected.');
    return producer;
  }

  private async stepBack(): Promise<void> {
    this.leading = false;
    // The next time this replica holds the lease it sweeps at once, since nudges went to another holder meanwhile.
    this.sweepAt = 0;
    const { producer } = this;
    this.producer = undefined;
    this.published.clear();
    await producer?.disconnect();
  }

  private nextBulkAt(): number {
    return this.bulk ? this.turns.nextAt(performance.now()) : Number.POSITIVE_INFINITY;
  }

  /** Publishes some bulk events if it is their turn. */
  private async publishBulk(producer: RelayProducer): Promise<void> {
    if (!this.bulk || performance.now() < this.nextBulkAt()) return;
    if (await this.anybodyWrites()) this.turns.live(performance.now());
    const begun = performance.now();
    if (begun < this.nextBulkAt()) return;
    if (this.isBehind(this.published)) {
      this.turns.behind(begun);
      return;
    }
    const documents = await this.bulk.read(this.turns.atOnce(begun));
    if (documents.length > 0) {
      const tooLarge = await this.publish(producer, documents);
      await this.bulk.remove(documents, tooLarge);
    }
    this.turns.took(begun, performance.now(), documents.length);
  }

  /** Publishes in one transaction for each portion, and returns the events that are too large for that. */
  private async publish(
    producer: RelayProducer,
    documents: readonly OutboxDocument[],
  ): Promise<readonly TooLarge[]> {
    const { portions, tooLarge } = outgoing(documents, this.parts);
    for (const messages of portions) {
      crashPoint('relay.before-publish');
      const positions = await producer.send(messages);
      crashPoint('relay.after-publish');
      if (!(await this.lease.storePositions(positions)))
        throw new Error('The lease went to another replica.');
      for (const [partition, offset] of positions) this.published.set(partition, offset);
      crashPoint('relay.after-positions');
      this.figures.published(messages.length);
    }
    for (const event of tooLarge) this.tellOf(event);
    return tooLarge;
  }

  private tellOf({ id, seq, bytes }: TooLarge): void {
    this.parts.log.error(
      { collection: this.parts.collection, id, seq, bytes, limit: EVENT_BYTES },
      'An event is too large to be published and was set aside under setAside in its document: those who read the ' +
        'topic do not hear of this change. Make the document smaller; its next event tells all of it.',
    );
  }
}
