import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicContract } from '@paperboy/contracts';
import type { Admin, Consumer, EachBatchPayload } from 'kafkajs';
import { PartitionReader, type StoredMessage } from '../consume/partition-reader.js';
import { partitionKey, type TopicPartition } from '../consume/received-event.js';
import { crashPoint } from '../crash-point.js';
import type { ConsumerFigures } from './consumer-figures.js';
import { STALLED_AFTER_MS } from './consumer-health.js';
import { type EventConsumerParts, type Partition, placesOf } from './consumer-parts.js';
import { joinGroup, memberOf, type PassedMarkers } from './group-member.js';
import { LagWatch } from './lag-watch.js';
import { byTopic, type Commit, OffsetCommits } from './offset-commits.js';
import { seekToStored } from './stored-positions.js';
import { logTrouble } from './trouble-log.js';

const COMMIT_EVERY_MS = 200;
const HEARTBEAT_EVERY_MS = 1_000;
const LAG_EVERY_MS = 5_000;
const LOOK_EVERY_MS = 2_000;
const IN_HAND_RETRY_MS = 100;
const STOP_WITHIN_MS = 10_000;
const JOIN_WITHIN_MS = 5_000;
const DISCONNECT_WITHIN_MS = 3_000;

/**
 * One membership of a consumer group, from joining to the first thing that ends it: a crash of the kafkajs consumer, a
 * broker that is not heard of, or the end of the service. Hands each partition's events over in order, and pauses a
 * partition that fails while the others flow. What follows starts from what is committed or stored.
 */
export class Membership {
  private readonly held = new Map<string, Partition>();
  /** Since when each partition that is handled at the moment is. */
  private readonly inHand = new Map<string, number>();
  private readonly commits: OffsetCommits;
  private readonly byName: Map<string, TopicContract>;
  private readonly consumer: Consumer;
  private readonly commit: Commit = (offsets) => this.consumer.commitOffsets(offsets);
  private readonly ended: Promise<never>;
  /** Ends this membership, for a reason that `live` rejects with. */
  readonly end: (reason: Error) => void;
  private generation = 0;
  private seenAt = Date.now();
  private inGroup = false;
  private connected = false;
  private joining: Promise<void> = Promise.resolve();
  private finishing = false;
  private over = false;

  /** `onJoined` is told of each generation of the group that this member belongs to. */
  constructor(
    private readonly parts: EventConsumerParts,
    private readonly figures: ConsumerFigures,
    private readonly onJoined: () => void,
  ) {
    const { contract, kafka, log, nameOf } = parts;
    this.commits = new OffsetCommits(contract.group, log);
    this.byName = new Map(contract.topics.map((topic) => [nameOf(topic.name), topic]));
    this.consumer = memberOf(kafka, nameOf(contract.group));
    let end: (reason: Error) => void = () => undefined;
    this.ended = new Promise<never>((_, reject) => {
      end = reject;
    });
    this.ended.catch(() => undefined);
    this.end = end;
  }

  /** Whether it is in its group, with partitions or without. */
  get joined(): boolean {
    return this.inGroup;
  }

  /** The partitions that are read here. */
  get partitions(): ReadonlyMap<string, Partition> {
    return this.held;
  }

  /** Since when handlers are at work, in ms since 1970. */
  get handlingSince(): number[] {
    return [...this.inHand.values()];
  }

  /** Joins, reads until it is ended, and lets go of everything. Never resolves: rejects with what ended it. */
  async live(): Promise<never> {
    const admin = this.parts.kafka.admin();
    const timers = this.watch(this.lagWatch(admin));
    try {
      this.joining = this.join();
      await Promise.race([this.joining, this.ended]);
      return await this.ended;
    } finally {
      this.inGroup = false;
      this.over = true;
      for (const timer of timers) clearInterval(timer);
      for (const partition of this.held.values()) clearTimeout(partition.timer);
      this.commits.forget();
      await within(
        DISCONNECT_WITHIN_MS,
        Promise.allSettled([this.consumer.disconnect(), admin.disconnect()]),
      );
    }
  }

  /**
   * Takes nothing more, finishes the events in hand, commits, and leaves the group without joining it again; bounded in
   * time. A member that is gone without leaving keeps its partitions from the others until its session ends.
   */
  async finish(): Promise<void> {
    this.finishing = true;
    // A member can leave only when it has joined.
    if (this.connected && !this.inGroup) await within(JOIN_WITHIN_MS, this.joining);
    if (this.inGroup) await this.commits.commit(this.commit);
    // kafkajs leaves when the batches in hand have ended; each commits before it ends.
    await within(STOP_WITHIN_MS, this.consumer.stop());
  }

  /** With own offsets: asks again where idle partitions stand. */
  reread(): void {
    if (!this.inGroup) return;
    // A partition in hand finds out by itself, when its batch does not fit what is stored.
    const idle = [...this.held]
      .filter(([key, { position }]) => position !== undefined && !this.inHand.has(key))
      .map(([, partition]) => partition);
    if (idle.length > 0) void this.reposition(idle);
  }

  private join(): Promise<void> {
    return joinGroup(this.consumer, [...this.byName.keys()], {
      onCrash: this.end,
      onConnected: () => {
        this.connected = true;
      },
      onRejoin: () => {
        if (this.finishing) throw new Error('This member is about to leave.');
      },
      onSign: () => {
        this.seenAt = Date.now();
      },
      onAssigned: (assignment) => this.assigned(assignment),
      onMarkers: (seen) => this.passedMarkers(seen),
      onBatch: (payload) => this.onBatch(payload),
    });
  }

  private lagWatch(admin: Admin): LagWatch {
    const { contract, log, nameOf } = this.parts;
    return new LagWatch({
      admin,
      groupId: nameOf(contract.group),
      byName: this.byName,
      figures: this.figures,
      committed: contract.offsets === 'broker',
      places: () => (this.inGroup ? [...this.held.values()].map(({ place }) => place) : []),
      log,
    });
  }

  private watch(lag: LagWatch): NodeJS.Timeout[] {
    return [
      setInterval(() => this.inGroup && void this.commits.commit(this.commit), COMMIT_EVERY_MS),
      setInterval(() => void lag.ask(), LAG_EVERY_MS),
      setInterval(() => {
        if (this.inHand.size > 0) this.seenAt = Date.now();
        if (Date.now() - this.seenAt > STALLED_AFTER_MS)
          this.end(new Error('Nothing was heard of the broker for long.'));
      }, LOOK_EVERY_MS),
    ].map((timer) => timer.unref());
  }

  /** Takes over the partitions of a new generation of the group. */
  private assigned(assignment: Record<string, number[]>): void {
    this.generation += 1;
    this.inGroup = true;
    this.onJoined();
    this.commits.forget();
    const wanted = placesOf(assignment, this.byName);
    for (const [key, partition] of this.held) {
      if (wanted.has(key)) continue;
      this.letGo(partition);
      this.held.delete(key);
      this.figures.forget(key);
    }
    for (const [key, place] of wanted) {
      if (!this.held.has(key)) this.held.set(key, { place, reader: this.reader(place) });
    }
    crashPoint('consumer.assigned');
    if (this.parts.contract.offsets === 'own') void this.reposition([...this.held.values()]);
  }

  /** kafkajs keeps what is paused over generations: a partition that comes back would never be read again. */
  private letGo(partition: Partition): void {
    if (!partition.timer) return;
    clearTimeout(partition.timer);
    partition.timer = undefined;
    const { topic, partition: number } = partition.place;
    this.consumer.resume([{ topic: this.parts.nameOf(topic), partitions: [number] }]);
  }

  private reader(place: TopicPartition): PartitionReader {
    const { contract, handlingOf, log, park, policy } = this.parts;
    const topic = contract.topics.find((one) => one.name === place.topic) as TopicContract;
    return new PartitionReader({
      topic,
      partition: place.partition,
      handling: this.figures.timed(place, handlingOf(topic)),
      ownOffsets: contract.offsets === 'own',
      policy,
      now: () => performance.now(),
      park: (message, code, reason) =>
        park({ topic, partition: place.partition, group: contract.group }, message, code, reason),
      onTrouble: (trouble) => {
        this.figures.trouble(place, trouble);
        logTrouble(log, contract.group, place, trouble);
      },
    });
  }

  /** With own offsets: reads on from where the service says that the partitions stand. */
  private reposition(partitions: Partition[]): Promise<void> {
    const { generation } = this;
    const { contract, log, nameOf, ownOffsets } = this.parts;
    return seekToStored(
      { consumer: this.consumer, group: contract.group, ownOffsets, nameOf, figures: this.figures, log },
      partitions,
      () => this.generation === generation && !this.over && !this.finishing,
    );
  }

  private async onBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const topic = this.byName.get(batch.topic);
    const useless = (): boolean => this.finishing || this.over || payload.isStale() || !payload.isRunning();
    if (!topic || useless()) return;
    const key = partitionKey({ topic: topic.name, partition: batch.partition });
    const partition = this.held.get(key);
    const first = batch.messages[0];
    if (!partition || partition.timer || !first) return;
    // What was in hand before a rebalance is finished first: two batches of a partition at once would break its order.
    if (this.inHand.has(key)) return this.pause(partition, payload, IN_HAND_RETRY_MS);
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
      const step = await partition.reader.take(messages, from, () => rejoin !== undefined || useless());
      // Handed to another member, or to this one anew, while it was in hand: its end says nothing about the new holding.
      const lost = this.held.get(key) !== partition;
      const end = BigInt((messages.at(-1) as StoredMessage).offset) + 1n;
      const whole = step.next >= end;
      if (!lost && step.next > BigInt(first.offset)) {
        payload.resolveOffset(String((whole ? end : step.next) - 1n));
        const reached = whole ? BigInt(batch.lastOffset()) + 1n : step.next;
        this.figures.taken(partition.place, reached, BigInt(batch.highWatermark));
        if (own) partition.position = step.next;
        else this.commits.reached(key, batch, reached);
      }
      if (lost) {
        if (!this.held.has(key)) this.figures.forget(key);
      } else if (step.reposition) void this.reposition([partition]);
      else if (step.waitMs !== undefined) this.pause(partition, payload, step.waitMs);
    } finally {
      clearInterval(beat);
      this.inHand.delete(key);
    }
    // A consumer that stops commits nothing any more; its batches in hand still can.
    const commit: Commit = (offsets) => payload.commitOffsetsIfNecessary({ topics: byTopic(offsets) });
    if (this.inGroup && (this.finishing || rejoin !== undefined)) await this.commits.commit(commit);
    // kafkajs joins anew when it is told of this error.
    if (rejoin !== undefined && !this.finishing) throw rejoin;
  }

  private pause(partition: Partition, payload: EachBatchPayload, waitMs: number): void {
    clearTimeout(partition.timer);
    const resume = payload.pause();
    partition.timer = setTimeout(() => {
      partition.timer = undefined;
      if (!this.over && this.held.get(partitionKey(partition.place)) === partition) resume();
    }, waitMs);
  }

  /** A fetch that held transaction markers only: there is nothing to do, but the position moves. */
  private passedMarkers(seen: PassedMarkers): void {
    const topic = this.byName.get(seen.topic);
    if (!topic) return;
    const place = { topic: topic.name, partition: seen.partition };
    const partition = this.held.get(partitionKey(place));
    if (!partition || partition.timer) return;
    const reached = BigInt(seen.lastOffset) + 1n;
    this.figures.taken(place, reached, BigInt(seen.highWatermark));
    if (this.parts.contract.offsets === 'broker') {
      this.commits.reached(partitionKey(place), seen, reached);
    }
  }
}

/** Waits until work has ended, well or not, but no longer than this. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work.catch(() => undefined), sleep(ms, undefined, { ref: false })]);
}
