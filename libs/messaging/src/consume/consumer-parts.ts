import type { ConsumerContract, TopicContract } from '@paperboy/contracts';
import type { Log } from '@paperboy/platform';
import type { Kafka } from 'kafkajs';
import type { RetryPolicy, StoredMessage } from './partition-failures.js';
import type { Handling } from './partition-reader.js';
import type { OwnOffsets } from './received-event.js';

/** The dependencies of a consumer. */
export interface EventConsumerParts {
  kafka: Kafka;
  /** The group's contract; its names on Kafka come from `nameOf`. */
  contract: Pick<ConsumerContract, 'group' | 'topics' | 'offsets'>;
  nameOf: (name: string) => string;
  /** The group's id on Kafka: shared by the replicas, or of this one alone. */
  groupId: string;
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

/** The state of one membership of the group. Membership writes it, and its parts read it. */
export interface MemberState {
  joined: boolean;
  /** Set when no more batches are accepted. Batches in hand may end and commit. */
  finishing: boolean;
  /** The consumer is disconnected, or about to be. */
  over: boolean;
}
