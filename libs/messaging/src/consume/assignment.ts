import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicContract } from '@paperboy/contracts';
import type { Consumer } from 'kafkajs';
import { backOffMs } from '../back-off.js';
import type { EventConsumerParts, MemberState } from './consumer-parts.js';
import type { Watermarks } from './log-range.js';
import { PartitionReader } from './partition-reader.js';
import { partitionKey, type TopicPartition } from './received-event.js';
import { StoredPositions } from './stored-positions.js';
import type { ConsumerFigures } from './watch/consumer-figures.js';
import { TroubleLog } from './watch/trouble-log.js';

const ASK_AGAIN = { firstMs: 100, mostMs: 2_000 };

/** A partition that this member reads. */
export interface Partition {
  readonly place: TopicPartition;
  readonly reader: PartitionReader;
  /** With own offsets: the position that the service has stored. Undefined until the service has answered. */
  position?: bigint | undefined;
  /** Set while the partition is paused. */
  timer?: NodeJS.Timeout | undefined;
}

/** The partitions that the group has assigned to this member. Pauses, resumes and seeks them. */
export class Assignment {
  private readonly held = new Map<string, Partition>();
  /** The contracts' topics by their names on Kafka. */
  private readonly byName: ReadonlyMap<string, TopicContract>;
  private readonly stored: StoredPositions;
  private readonly troubles: TroubleLog;
  private generation = 0;

  constructor(
    private readonly parts: EventConsumerParts,
    private readonly consumer: Consumer,
    private readonly figures: ConsumerFigures,
    private readonly state: Readonly<MemberState>,
    /** Asks the broker, by a topic's name on Kafka. */
    watermarksOf: (topicName: string) => Promise<Watermarks[]>,
  ) {
    const { contract, nameOf } = parts;
    this.byName = new Map(contract.topics.map((topic) => [nameOf(topic.name), topic]));
    this.stored = new StoredPositions(parts, figures, watermarksOf);
    this.troubles = new TroubleLog(parts.log, contract.group);
  }

  /** The assigned partitions, under `partitionKey`. */
  get partitions(): ReadonlyMap<string, Partition> {
    return this.held;
  }

  /** The topics' names on Kafka. */
  get topicNames(): string[] {
    return [...this.byName.keys()];
  }

  /** An assigned partition, by its topic's name on Kafka. */
  find(topicName: string, partition: number): Partition | undefined {
    const topic = this.byName.get(topicName)?.name;
    return topic === undefined ? undefined : this.held.get(partitionKey({ topic, partition }));
  }

  /** Whether a partition is still assigned, and was not lost and assigned again since. */
  holds(partition: Partition): boolean {
    return this.held.get(partitionKey(partition.place)) === partition;
  }

  /** Takes over the partitions of a new generation of the group. */
  replace(assignment: Record<string, number[]>): void {
    this.generation += 1;
    const wanted = this.placesOf(assignment);
    for (const [key, partition] of this.held) {
      if (wanted.has(key)) continue;
      this.letGo(partition);
      this.held.delete(key);
      this.figures.forget(key);
    }
    for (const [key, place] of wanted) {
      if (!this.held.has(key)) this.held.set(key, { place, reader: this.reader(place) });
    }
  }

  /** Pauses the partition of a batch for `waitMs`. `pauseNow` pauses it and returns the function that resumes it. */
  pauseFor(waitMs: number, partition: Partition, pauseNow: () => () => void): void {
    clearTimeout(partition.timer);
    const resume = pauseNow();
    partition.timer = setTimeout(() => {
      partition.timer = undefined;
      if (!this.state.over && this.holds(partition)) resume();
    }, waitMs);
  }

  /**
   * With own offsets: pauses partitions, asks the service for their stored positions until it answers, and seeks there.
   * Gives up when the partitions belong to another generation, or when this membership ends.
   */
  async seekToStored(partitions: readonly Partition[]): Promise<void> {
    const { generation } = this;
    const current = (): boolean =>
      this.generation === generation && !this.state.over && !this.state.finishing;
    const { contract, log, ownOffsets } = this.parts;
    if (!ownOffsets) throw new Error(`Nobody keeps the offsets of ${contract.group}.`);
    for (const partition of partitions) {
      partition.position = undefined;
      clearTimeout(partition.timer);
      partition.timer = undefined;
    }
    const places = partitions.map(({ place }) => place);
    const pausable = places.map((place) => this.onKafka(place));
    this.consumer.pause(pausable);
    for (let failures = 1; current(); failures += 1) {
      try {
        const positions = await this.stored.read(ownOffsets, places, current);
        if (!current()) return;
        if (!positions) continue;
        for (const partition of partitions) {
          this.seek(partition, positions.get(partitionKey(partition.place)) ?? 0n);
        }
        this.consumer.resume(pausable);
        return;
      } catch (error) {
        if (failures === 1)
          log.warn(
            { group: contract.group, err: error },
            'The stored positions cannot be read; they are asked for again.',
          );
        await sleep(backOffMs(failures, ASK_AGAIN), undefined, { ref: false });
      }
    }
  }

  /** Ends the waits of paused partitions. */
  end(): void {
    for (const { timer } of this.held.values()) clearTimeout(timer);
  }

  private seek(partition: Partition, position: bigint): void {
    const { place, reader } = partition;
    partition.position = position;
    reader.failures.movedTo(position);
    this.figures.consumed(place, position);
    this.consumer.seek({
      topic: this.parts.nameOf(place.topic),
      partition: place.partition,
      offset: String(position),
    });
  }

  /** kafkajs keeps a partition paused over generations: one that comes back would never be read again. */
  private letGo(partition: Partition): void {
    if (!partition.timer) return;
    clearTimeout(partition.timer);
    partition.timer = undefined;
    this.consumer.resume([this.onKafka(partition.place)]);
  }

  private onKafka({ topic, partition }: TopicPartition): { topic: string; partitions: number[] } {
    return { topic: this.parts.nameOf(topic), partitions: [partition] };
  }

  private placesOf(assignment: Record<string, number[]>): Map<string, TopicPartition> {
    const places = Object.entries(assignment).flatMap(([name, partitions]) => {
      const topic = this.byName.get(name)?.name;
      return topic === undefined ? [] : partitions.map((partition) => ({ topic, partition }));
    });
    return new Map(places.map((place) => [partitionKey(place), place]));
  }

  private reader(place: TopicPartition): PartitionReader {
    const { contract, handlingOf, park, policy } = this.parts;
    const topic = contract.topics.find((one) => one.name === place.topic) as TopicContract;
    this.figures.assigned(place);
    return new PartitionReader({
      topic,
      partition: place.partition,
      handling: handlingOf(topic),
      ownOffsets: contract.offsets === 'own',
      policy,
      now: () => performance.now(),
      startTimer: () => this.figures.startTimer(place),
      park: (message, code, reason) =>
        park({ topic, partition: place.partition, group: contract.group }, message, code, reason),
      onTrouble: (trouble) => {
        this.figures.trouble(place, trouble);
        this.troubles.tell(place, trouble);
      },
    });
  }
}
