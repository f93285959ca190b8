import type { ConsumerContract, TopicContract } from '@paperboy/contracts';
import type { Log } from '@paperboy/platform';
import type { Kafka } from 'kafkajs';
import type { Handling, PartitionReader, RetryPolicy, StoredMessage } from '../consume/partition-reader.js';
import { type OwnOffsets, partitionKey, type TopicPartition } from '../consume/received-event.js';

/** What a consumer is made of. */
export interface EventConsumerParts {
  kafka: Kafka;
  /** The group's contract; its names on Kafka come from `nameOf`. */
  contract: Pick<ConsumerContract, 'group' | 'topics' | 'offsets'>;
  nameOf: (name: string) => string;
  handlingOf: (topic: TopicContract) => Handling;
  ownOffsets?: OwnOffsets | undefined;
  park: (
    place: { topic: TopicContract; partition: number; group: string },
    message: StoredMessage,
    code: string,
    reason: string,
  ) => Promise<void>;
  log: Log;
  policy: RetryPolicy;
}

/** A partition that this member reads. */
export interface Partition {
  readonly place: TopicPartition;
  readonly reader: PartitionReader;
  /** With own offsets: what is stored. Undefined until the store was asked. */
  position?: bigint | undefined;
  timer?: NodeJS.Timeout | undefined;
}

/** The partitions of an assignment, under their keys; `byName` has the topics by their names on Kafka. */
export function placesOf(
  assignment: Record<string, number[]>,
  byName: ReadonlyMap<string, TopicContract>,
): Map<string, TopicPartition> {
  const places = Object.entries(assignment).flatMap(([name, partitions]) => {
    const topic = byName.get(name)?.name;
    return topic === undefined ? [] : partitions.map((partition) => ({ topic, partition }));
  });
  return new Map(places.map((place) => [partitionKey(place), place]));
}
