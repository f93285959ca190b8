import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@paperboy/platform';
import type { Kafka, Message, Producer } from 'kafkajs';
import { crashPoint } from '../crash-point.js';
import { RememberingPartitioner } from '../kafka/kafka-client.js';

/** The dependencies of a relay's producer. */
export interface RelayProducerParts {
  kafka: Kafka;
  /** The topic's name on Kafka. */
  topicName: string;
  /** The same for all replicas: Kafka lets only the newest producer under it publish. */
  transactionalId: string;
  log: Log;
}

/**
 * Publishes in transactions under one id. Kafka accepts only the newest producer under that id. After any failure a new
 * producer has to be made.
 */
export class RelayProducer {
  private readonly partitioner = new RememberingPartitioner();
  private readonly producer: Producer;

  constructor(private readonly parts: RelayProducerParts) {
    this.producer = parts.kafka.producer({
      transactionalId: parts.transactionalId,
      idempotent: true,
      maxInFlightRequests: 1,
      transactionTimeout: 15_000,
      allowAutoTopicCreation: false,
      createPartitioner: this.partitioner.create,
      // Kafka answers CONCURRENT_TRANSACTIONS for some milliseconds after each commit; kafkajs would wait 300 ms.
      retry: { initialRetryTime: 5, maxRetryTime: 200, retries: 20, factor: 0.2, multiplier: 2 },
    });
  }

  /** Connects, and fences every producer that connected before. */
  async connect(): Promise<void> {
    await this.producer.connect();
    // kafkajs asks Kafka for its epoch only with the first transaction. An empty one makes it ask now, while the lease
    // is held: this fences the relay before, and lets the next one fence this relay.
    const empty = await this.producer.transaction();
    await empty.abort();
    crashPoint('relay.takeover');
  }

  /** Sends in one transaction, and returns the offset of the last record of each partition. */
  async send(messages: Message[]): Promise<Map<number, bigint>> {
    const transaction = await this.producer.transaction();
    try {
      const answers = await transaction.send({
        topic: this.parts.topicName,
        messages,
        acks: -1,
        timeout: 5_000,
      });
      await transaction.commit();
      const counts = this.partitioner.count(messages);
      const last = new Map<number, bigint>();
      for (const { partition, baseOffset } of answers) {
        last.set(partition, BigInt(baseOffset ?? 0) + BigInt(counts.get(partition) ?? 1) - 1n);
      }
      return last;
    } catch (error) {
      if (transaction.isActive()) {
        await transaction.abort().catch((failure: unknown) => {
          this.parts.log.debug(
            { error: String(failure) },
            'The transaction could not be aborted; Kafka ends it.',
          );
        });
      }
      throw error;
    }
  }

  /** Closes the connection; bounded in time. */
  async disconnect(): Promise<void> {
    const gone = this.producer.disconnect().catch((error: unknown) => {
      this.parts.log.debug({ error: String(error) }, 'The producer of the relay could not be closed.');
    });
    await Promise.race([gone, sleep(2_000, undefined, { ref: false })]);
  }
}
