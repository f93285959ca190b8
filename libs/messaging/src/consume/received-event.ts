/** A decoded and validated event with its place on Kafka. */
export interface ReceivedEvent<T> {
  readonly type: string;
  readonly id: string;
  readonly key: string;
  /** The aggregate's whole public state; null for a tombstone, when the aggregate is gone. */
  readonly data: T | null;
  readonly at: Date;
  readonly traceparent?: string;
  /** The topic's name in the contracts. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** Consecutive events of one partition. Parked events are left out; the offsets cover them. */
export interface EventBatch {
  /** The topic's name in the contracts. */
  readonly topic: string;
  readonly partition: number;
  /** Empty when every event since `firstOffset` was parked. With own offsets the position must still be stored. */
  readonly events: ReceivedEvent<unknown>[];
  /** The offset where reading began: with own offsets exactly the stored position (0 without one). */
  readonly firstOffset: bigint;
  /** The position to store together with the effects: one past the last data record covered. */
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

/** Gives the positions that a service stores by itself. */
export interface OwnOffsets {
  /**
   * The next offset of each partition, under `partitionKey`. A partition without an entry is read from the beginning.
   * `group` is the group's name in the contracts. May throw while the store is away: the consumer asks again.
   */
  positions(group: string, partitions: TopicPartition[]): Promise<Map<string, bigint>>;
  /**
   * Called with positions, under `partitionKey`, that Kafka no longer holds: a topic was recreated or lost records. The
   * read model has to be dropped with its offsets. When the stored positions differ by now, another replica has done
   * it.
   */
  startOver(outside: ReadonlyMap<string, bigint>): Promise<void>;
}

/**
 * Thrown by a batch handler whose stored position differs from the batch's `firstOffset`: the consumer seeks to the
 * stored position.
 */
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
