import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicContract } from '@paperboy/contracts';
import type { ComponentHealth } from '@paperboy/platform';
import type { Admin, EachBatchPayload } from 'kafkajs';
import { backOffMs } from '../consume/back-off.js';
import { PartitionReader, type StoredMessage } from '../consume/partition-reader.js';
import { partitionKey, type TopicPartition } from '../consume/received-event.js';
import { crashPoint } from '../crash-point.js';
import { ConsumerFigures } from './consumer-figures.js';
import { consumerHealth, STALLED_AFTER_MS } from './consumer-health.js';
import { type EventConsumerParts, type Life, type Partition, placesOf } from './consumer-parts.js';
import { joinGroup, memberOf, type PassedMarkers } from './group-member.js';
import { LagWatch } from './lag-watch.js';
import { OffsetCommits } from './offset-commits.js';
import { seekToStored } from './stored-positions.js';
import { logTrouble } from './trouble-log.js';

const COMMIT_EVERY_MS = 200;
const HEARTBEAT_EVERY_MS = 1_000;
const LAG_EVERY_MS = 5_000;
const STOP_WITHIN_MS = 10_000;
const RESTART = { firstMs: 200, mostMs: 5_000 };

/**
 * A consumer group's member. Reads its topics, hands each partition's events over in order, pauses a partition that
 * fails while the others flow, and is put up again whatever happens to it or to the broker, until it is stopped.
 */
export class EventConsumer {
  private life: Life | undefined;
  private stopping = false;
  private readonly inHand = new Map<string, number>();
  private readonly commits: OffsetCommits;
  private readonly figures: ConsumerFigures;
  private readonly stopSignal = new AbortController();
  private supervised: Promise<void> = Promise.resolve();
  private lastError: string | undefined;
  private readonly byName: Map<string, TopicContract>;

  constructor(private readonly parts: EventConsumerParts) {
    this.figures = new ConsumerFigures(parts.contract.group);
    this.commits = new OffsetCommits(parts.contract.group, parts.log);
    this.byName = new Map(parts.contract.topics.map((topic) => [parts.nameOf(topic.name), topic]));
  }

  /** The group's name on Kafka. */
  get groupId(): string {
    return this.parts.nameOf(this.parts.contract.group);
  }

  /** Starts in the background; never waits for the broker. */
  start(): void {
    this.supervised = this.supervise();
  }

  /** Finishes the event in hand, commits, leaves the group. Bounded in time. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { life } = this;
    if (life) {
      const deadline = Date.now() + STOP_WITHIN_MS;
      while (this.inHand.size > 0 && Date.now() < deadline) await sleep(5);
      if (life.joined) await this.commits.commit(life.consumer);
    }
    this.stopSignal.abort();
    await this.supervised;
  }

  /** With own offsets: asks again where idle partitions stand, for a store that came back with other positions. */
  reread(): void {
    const { life } = this;
    if (!life?.joined) return;
    // A partition in hand finds out by itself, when its batch does not fit what is stored.
    const idle = [...life.partitions]
      .filter(([key, { position }]) => position !== undefined && !this.inHand.has(key))
      .map(([, partition]) => partition);
    if (idle.length > 0) void this.reposition(life, idle);
  }

  /** How far behind each partition is, in records; a partition whose position or end is not known yet is left out. */
  lag(): Map<string, bigint> {
    return this.figures.lag();
  }

  /** Whether every partition that is assigned here, and at least one is, was read to its end. */
  caughtUp(): boolean {
    const { life } = this;
    return life?.joined === true && life.partitions.size > 0 && this.figures.caughtUp(life.partitions.keys());
  }

  health(): ComponentHealth {
    return consumerHealth({
      joined: this.life?.joined === true,
      lastError: this.lastError,
      partitions: [...(this.life?.partitions.values() ?? [])],
      inHandSince: [...this.inHand.values()],
      lag: this.lag(),
      now: Date.now(),
    });
  }

  private async supervise(): Promise<void> {
    for (let failures = 1; !this.stopping; failures += 1) {
      const startedAt = Date.now();
      try {
        await this.live();
      } catch (error) {
        if (this.stopping) break;
        if (Date.now() - startedAt > 60_000) failures = 1;
        this.lastError = String(error).slice(0, 300);
        const waitMs = backOffMs(failures, RESTART);
        const { contract, log } = this.parts;
        log.warn({ group: contract.group, waitMs, reason: this.lastError }, 'Consumer starts again.');
        await sleep(waitMs, undefined, { signal: this.stopSignal.signal }).catch(() => undefined);
      }
    }
  }

  private async live(): Promise<void> {
    const { kafka, contract, nameOf } = this.parts;
    const consumer = memberOf(kafka, nameOf(contract.group));
    const admin = kafka.admin();
    let fail: (error: Error) => void = () => undefined;
    const ended = new Promise<never>((_, reject) => {
      fail = reject;
    });
    ended.catch(() => undefined);
    this.stopSignal.signal.addEventListener('abort', () => fail(new Error('stopped')), { once: true });
    const life: Life = {
      consumer,
      partitions: new Map(),
      generation: 0,
      seenAt: Date.now(),
      joined: false,
      fail,
    };
    this.life = life;
    const timers = this.watch(life, admin);
    try {
      await Promise.race([this.join(life), ended]);
      await ended;
    } finally {
      life.joined = false;
      for (const timer of timers) clearInterval(timer);
      for (const partition of life.partitions.values()) clearTimeout(partition.timer);
      this.commits.forget();
      const gone = Promise.allSettled([consumer.disconnect(), admin.disconnect()]);
      await Promise.race([gone, sleep(3_000, undefined, { ref: false })]);
      if (this.life === life) this.life = undefined;
    }
  }

  private join(life: Life): Promise<void> {
    return joinGroup(life.consumer, [...this.byName.keys()], {
      onCrash: life.fail,
      onSign: () => {
        life.seenAt = Date.now();
      },
      onAssigned: (assignment) => this.assigned(life, assignment),
      onMarkers: (seen) => this.passedMarkers(life, seen),
      onBatch: (payload) => this.onBatch(life, payload),
    });
  }

  private watch(life: Life, admin: Admin): NodeJS.Timeout[] {
    const lag = new LagWatch({
      admin,
      groupId: this.groupId,
      byName: this.byName,
      figures: this.figures,
      committed: this.parts.contract.offsets === 'broker',
      places: () => (life.joined ? [...life.partitions.values()].map(({ place }) => place) : []),
      log: this.parts.log,
    });
    return [
      setInterval(() => life.joined && void this.commits.commit(life.consumer), COMMIT_EVERY_MS),
      setInterval(() => void lag.ask(), LAG_EVERY_MS),
      setInterval(() => {
        if (this.inHand.size > 0) life.seenAt = Date.now();
        if (Date.now() - life.seenAt > STALLED_AFTER_MS)
          life.fail(new Error('Nothing was heard of the broker for long.'));
      }, 2_000),
    ].map((timer) => timer.unref());
  }

  /** Takes over the partitions of a new generation of the group. */
  private assigned(life: Life, assignment: Record<string, number[]>): void {
    life.generation += 1;
    life.joined = true;
    this.lastError = undefined;
    this.commits.forget();
    const wanted = placesOf(assignment, this.byName);
    for (const [key, partition] of life.partitions) {
      if (wanted.has(key)) continue;
      clearTimeout(partition.timer);
      life.partitions.delete(key);
      this.figures.forget(key);
    }
    for (const [key, place] of wanted) {
      if (!life.partitions.has(key)) life.partitions.set(key, { place, reader: this.reader(place) });
    }
    crashPoint('consumer.assigned');
    if (this.parts.contract.offsets === 'own') void this.reposition(life, [...life.partitions.values()]);
  }

  private reader(place: TopicPartition): PartitionReader {
    const { contract, handlingOf, park, policy } = this.parts;
    const topic = contract.topics.find((one) => one.name === place.topic) as TopicContract;
    const handling = this.figures.timed(place, handlingOf(topic));
    return new PartitionReader({
      topic,
      partition: place.partition,
      handling,
      ownOffsets: contract.offsets === 'own',
      policy,
      now: () => performance.now(),
      park: (message, code, reason) =>
        park({ topic, partition: place.partition, group: contract.group }, message, code, reason),
      onTrouble: (trouble) => {
        this.figures.trouble(place, trouble);
        logTrouble(this.parts.log, contract.group, place, trouble);
      },
    });
  }

  /** With own offsets: reads on from where the service says that the partitions stand. */
  private reposition(life: Life, partitions: Partition[]): Promise<void> {
    const { generation } = life;
    const { contract, ownOffsets, nameOf, log } = this.parts;
    return seekToStored(
      { consumer: life.consumer, group: contract.group, ownOffsets, nameOf, figures: this.figures, log },
      partitions,
      () => life.generation === generation && this.life === life && !this.stopping,
    );
  }

  private async onBatch(life: Life, payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const topic = this.byName.get(batch.topic);
    if (!topic || this.stopping || this.life !== life || payload.isStale() || !payload.isRunning()) return;
    const key = partitionKey({ topic: topic.name, partition: batch.partition });
    const partition = life.partitions.get(key);
    const first = batch.messages[0];
    if (!partition || partition.timer || !first) return;
    const own = this.parts.contract.offsets === 'own';
    const from = own ? partition.position : BigInt(first.offset);
    if (from === undefined) return;
    let rejoin: unknown;
    const beat = setInterval(() => {
      payload.heartbeat().catch((error: unknown) => {
        rejoin = error;
      });
    }, HEARTBEAT_EVERY_MS);
    this.inHand.set(key, Date.now());
    try {
      const messages = batch.messages.map((message) => ({ ...message, offset: BigInt(message.offset) }));
      const stop = (): boolean =>
        this.stopping || rejoin !== undefined || payload.isStale() || !payload.isRunning();
      const step = await partition.reader.take(messages, from, stop);
      const end = BigInt((messages.at(-1) as StoredMessage).offset) + 1n;
      const whole = step.next >= end;
      if (step.next > BigInt(first.offset)) {
        payload.resolveOffset(String((whole ? end : step.next) - 1n));
        const reached = whole ? BigInt(batch.lastOffset()) + 1n : step.next;
        this.figures.taken(partition.place, reached, BigInt(batch.highWatermark));
        if (own) partition.position = step.next;
        else this.commits.reached(key, batch, reached);
      }
      if (step.reposition) void this.reposition(life, [partition]);
      else if (step.waitMs !== undefined) this.pause(life, partition, payload, step.waitMs);
    } finally {
      clearInterval(beat);
      this.inHand.delete(key);
    }
    if (rejoin !== undefined) {
      if (life.joined) await this.commits.commit(life.consumer);
      throw rejoin;
    }
  }

  private pause(life: Life, partition: Partition, payload: EachBatchPayload, waitMs: number): void {
    const resume = payload.pause();
    partition.timer = setTimeout(() => {
      partition.timer = undefined;
      if (this.life === life && life.partitions.get(partitionKey(partition.place)) === partition) resume();
    }, waitMs);
  }

  /** A fetch that held transaction markers only: there is nothing to do, but the position moves. */
  private passedMarkers(life: Life, seen: PassedMarkers): void {
    const topic = this.byName.get(seen.topic);
    if (!topic) return;
    const place = { topic: topic.name, partition: seen.partition };
    const partition = life.partitions.get(partitionKey(place));
    if (!partition || partition.timer) return;
    const reached = BigInt(seen.lastOffset) + 1n;
    this.figures.taken(place, reached, BigInt(seen.highWatermark));
    if (this.parts.contract.offsets === 'broker') {
      this.commits.reached(partitionKey(place), seen, reached);
    }
  }
}
