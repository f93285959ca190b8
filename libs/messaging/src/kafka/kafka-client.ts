import type { Log } from '@paperboy/platform';
import { Kafka, logLevel, type Message, Partitioners, type ProducerConfig } from 'kafkajs';
import { stopIdlePolling } from './idle-connections.js';

/** What is needed to reach Kafka. */
export interface KafkaAddress {
  brokers: string[];
  clientId: string;
  log?: Log;
}

/** A kafkajs client with bounded waits. Its own messages go to the debug log, since our code logs what matters. */
export function createKafka({ brokers, clientId, log }: KafkaAddress): Kafka {
  stopIdlePolling();
  return new Kafka({
    brokers,
    clientId,
    connectionTimeout: 2_000,
    authenticationTimeout: 5_000,
    requestTimeout: 10_000,
    // Written out in full, since kafkajs takes other defaults when NODE_ENV is "test".
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 5, factor: 0.2, multiplier: 2 },
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ namespace, log: entry }) =>
        log?.debug({ kafka: namespace, error: entry.error, group: entry.groupId }, entry.message),
  });
}

type Partitioner = ReturnType<typeof Partitioners.DefaultPartitioner>;

/**
 * Kafka's default partitioner, which remembers the partition of each message. So the offset of the last record of each
 * partition is known after a send.
 */
export class RememberingPartitioner {
  private chosen = new WeakMap<Message, number>();
  private readonly inner: Partitioner = Partitioners.DefaultPartitioner();

  readonly create = (): Partitioner => (choice) => {
    const partition = this.inner(choice);
    this.chosen.set(choice.message, partition);
    return partition;
  };

  /** The number of these messages on each partition. */
  count(messages: readonly Message[]): Map<number, number> {
    const counts = new Map<number, number>();
    for (const message of messages) {
      const partition = this.chosen.get(message);
      if (partition !== undefined) counts.set(partition, (counts.get(partition) ?? 0) + 1);
    }
    return counts;
  }
}

/** Settings of a producer without loss, duplicates and reordering. */
export const carefulProducer: ProducerConfig = {
  idempotent: true,
  maxInFlightRequests: 1,
  allowAutoTopicCreation: false,
  createPartitioner: Partitioners.DefaultPartitioner,
};
