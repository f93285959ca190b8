/** An event as a handler gets it: decoded, validated, with its place on Kafka. */
export interface ReceivedEvent<T> {
  readonly type: string;
  readonly id: string;
  readonly key: string;
  /** The aggregate's whole public state; null is a tombstone, the aggregate is gone. */
  readonly data: T | null;
  readonly at: Date;
  readonly traceparent?: string;
  /** The topic's name in the contracts. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** Events of one partition in order. Events that were parked are left out, but the offsets cover them. */
export interface EventBatch {
  /** The topic's name in the contracts. */
  readonly topic: string;
  readonly partition: number;
  /** May be empty when everything since `firstOffset` was parked: with own offsets the position still moves. */
  readonly events: ReceivedEvent<unknown>[];
  /** Where reading began: with own offsets exactly the position that was stored last (0 when there was none). */
  readonly firstOffset: bigint;
  /** What is to be stored as position together with the effects: one past the last data record covered. */
  readonly nextOffset: bigint;
}

/** One partition of a topic, by the topic's name in the contracts. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** The key of a partition in the answer of `OwnOffsets.positions`. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/** Where a service that keeps its offsets by itself has read to. */
export interface OwnOffsets {
  /**
   * The next offset to read for each partition, under `partitionKey`; a partition without an entry is read from the
   * beginning. `group` is the group's name in the contracts. May throw while the store is away: it is asked again.
   */
  positions(group: string, partitions: TopicPartition[]): Promise<Map<string, bigint>>;
}

/** Thrown by a batch handler whose stored position is not the batch's `firstOffset`: the consumer seeks to what is stored. */
export class OffsetMismatch extends Error {
  readonly retriable = true;

  constructor(
    readonly topic: string,
    readonly partition: number,
    readonly expected: bigint | undefined,
  ) {
    super(`The stored position of ${topic}/${partition} is ${expected ?? 'not known'}.`);
    this.name = 'OffsetMismatch';
  }
}
