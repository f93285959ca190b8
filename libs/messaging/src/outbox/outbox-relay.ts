import { setTimeout as sleep } from 'node:timers/promises';
import { EVENT_BYTES, type TopicContract } from '@paperboy/contracts';
import { type ComponentHealth, type Log, metrics } from '@paperboy/platform';
import type { Kafka } from 'kafkajs';
import type { Connection } from 'mongoose';
import { backOffMs } from '../consume/back-off.js';
import { crashPoint } from '../crash-point.js';
import { Lease } from './lease.js';
import { outgoing, type TooLarge } from './outgoing.js';
import { BATCH, PendingDocuments } from './pending-documents.js';
import type { OutboxDocument } from './pending-stage.js';
import { RelayProducer } from './relay-producer.js';

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

const SWEEP_EVERY_MS = 500;
/**
 * From the begin of one transaction to that of the next: each costs Kafka, and everyone who reads the topic, as much as
 * dozens of events do. Longer while many come, so that what is saved serves them; not at all while batches are full.
 */
const PUBLISH_EVERY_MS = { few: 40, many: 80 };
const MANY = 25;
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
const setAsideGauge = metrics.gauge({
  name: 'paperboy_outbox_set_aside_documents',
  help: 'Documents whose newest event is too large to be published: its readers have not heard of it.',
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
  private readonly documents: PendingDocuments;
  private readonly lease: Lease;
  private readonly leaseMs: number;
  private producer: RelayProducer | undefined;
  private wake: () => void = () => undefined;
  private stopping = false;
  private running: Promise<unknown> = Promise.resolve();
  private trouble: string | undefined;
  private depth = 0;
  private setAside = 0;
  private oldestMs = 0;
  private leading = false;

  constructor(private readonly parts: OutboxRelayParts) {
    const { connection, collection, log } = parts;
    this.leaseMs = parts.leaseMs ?? 5_000;
    this.lease = new Lease(connection, collection, this.leaseMs);
    this.documents = new PendingDocuments(connection, collection, log, () => {
      if (this.documents.hasNudged) this.wake();
    });
  }

  /** Starts in the background; waits for nothing. */
  start(): void {
    this.running = Promise.all([this.follow(), this.measure()]);
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
    this.documents.nudge(id);
    this.wake();
  }

  /** See Outbox.positions. */
  async positions(before: Date): Promise<{ settled: boolean; positions: Record<string, string> }> {
    const waiting = await this.documents.anyBefore(before);
    // Read in this order: what is no longer pending had its position stored before it was removed.
    return { settled: !waiting, positions: await this.lease.positions() };
  }

  health(): ComponentHealth {
    const { leading: leads, depth: pending, oldestMs, setAside } = this;
    const figures = { leads, pending, oldestMs, setAside };
    if (this.trouble) return { state: 'degraded', detail: this.trouble, ...figures };
    if (setAside > 0)
      return { state: 'degraded', detail: 'Events are too large to be published.', ...figures };
    if (this.oldestMs > 10_000)
      return { state: 'degraded', detail: 'Events wait to be published.', ...figures };
    return { state: 'up', ...figures };
  }

  private async follow(): Promise<void> {
    for (let failures = 0; !this.stopping; ) {
      try {
        const lease = await this.lease.take();
        if (lease !== 'held') await this.stepBack();
        if (lease === 'elsewhere') {
          this.documents.forget();
          await this.pause(Math.min(1_000, this.leaseMs / 4));
        } else await this.lead();
        failures = 0;
        this.trouble = undefined;
      } catch (error) {
        failures += 1;
        this.trouble = String(error).slice(0, 300);
        const waitMs = backOffMs(failures, TRY_AGAIN);
        const { collection, log } = this.parts;
        log.warn({ collection, waitMs, reason: this.trouble }, 'Relaying is tried again.');
        await this.stepBack();
        await this.rest(waitMs);
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
    let sweepAt = 0;
    let swept = false;
    while (!this.stopping && this.lease.held && performance.now() < renewAt) {
      // The sweep has its turn also while nudges never end, and leaves them every second one while it finds much.
      const sweeps: boolean = performance.now() >= sweepAt && !(swept && this.documents.hasNudged);
      swept = sweeps;
      const began = performance.now();
      const documents = await this.documents.read(sweeps);
      if (documents.length > 0) await this.publish(producer, documents);
      // A full batch means that there is more: sweep again at once.
      if (sweeps) sweepAt = documents.length >= BATCH ? 0 : performance.now() + SWEEP_EVERY_MS;
      if (documents.length >= BATCH) continue;
      if (documents.length > 0) {
        const everyMs = documents.length < MANY ? PUBLISH_EVERY_MS.few : PUBLISH_EVERY_MS.many;
        await this.rest(began + everyMs - performance.now());
      }

      if (!this.documents.hasNudged)
        await this.pause(Math.max(1, Math.min(sweepAt, renewAt) - performance.now()));
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
    const { producer } = this;
    this.producer = undefined;
    await producer?.disconnect();
  }

  private async publish(producer: RelayProducer, documents: readonly OutboxDocument[]): Promise<void> {
    const { collection } = this.parts;
    const { portions, tooLarge } = outgoing(documents, this.parts);
    for (const messages of portions) {
      crashPoint('relay.before-publish');
      const positions = await producer.send(messages);
      crashPoint('relay.after-publish');
      if (!(await this.lease.storePositions(positions)))
        throw new Error('The lease went to another replica.');
      crashPoint('relay.after-positions');
      publishedCounter.inc({ collection }, messages.length);
    }
    for (const event of tooLarge) this.tellOf(event);
    this.documents.remove(documents, tooLarge);
  }

  private tellOf({ id, seq, bytes }: TooLarge): void {
    this.parts.log.error(
      { collection: this.parts.collection, id, seq, bytes, limit: EVENT_BYTES },
      'An event is too large to be published and was set aside under setAside in its document: those who read the ' +
        'topic do not hear of this change. Make the document smaller; its next event tells all of it.',
    );
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

  /** A wait that no nudge cuts short. */
  private async rest(forMs: number): Promise<void> {
    for (let left = forMs; left > 0 && !this.stopping; left -= 100) {
      await sleep(Math.min(100, left), undefined, { ref: false });
    }
  }

  private async measure(): Promise<void> {
    const { collection, log } = this.parts;
    while (!this.stopping) {
      try {
        const { depth, oldest, setAside } = await this.documents.measure();
        this.depth = depth;
        this.setAside = setAside;
        this.oldestMs = oldest ? Math.max(0, Date.now() - oldest.getTime()) : 0;
        depthGauge.set({ collection }, depth);
        setAsideGauge.set({ collection }, setAside);
        ageGauge.set({ collection }, this.oldestMs / 1_000);
      } catch (error) {
        log.debug({ error: String(error) }, 'The outbox could not be measured.');
      }
      await this.rest(FIGURES_EVERY_MS);
    }
  }
}
