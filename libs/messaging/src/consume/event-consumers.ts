import type { ConsumerContract, ServiceName, TopicContract } from '@paperboy/contracts';
import { deadLetterTopic } from '@paperboy/contracts';
import type { Log } from '@paperboy/platform';
import type { Kafka } from 'kafkajs';
import { deadLetterMessage } from '../dead-letters/dead-letter.js';
import { EventConsumer } from '../group/event-consumer.js';
import type { Publisher } from '../kafka/publisher.js';
import { type Handling, RETRY_POLICY, type RetryPolicy } from './partition-reader.js';
import type { EventBatch, OwnOffsets } from './received-event.js';

/** A consumer beside the declared ones, such as one that reads all again to build a read model anew. */
export interface ExtraConsumer {
  /** Its group, a name of its own; it gets the namespace like those of the contracts. */
  group: string;
  topics: readonly TopicContract[];
  /** Empty maps make it read from the beginning. */
  ownOffsets: OwnOffsets;
  onBatch: (batch: EventBatch) => Promise<void>;
}

/** Makes consumers: those that a service declares, and extra ones that it opens and stops by itself. */
export class EventConsumers {
  private readonly extra = new Set<EventConsumer>();
  private readonly keepingOwn = new Set<EventConsumer>();

  constructor(
    private readonly service: ServiceName,
    private readonly kafka: Kafka,
    private readonly nameOf: (name: string) => string,
    private readonly publisher: Publisher,
    private readonly now: () => Date,
    private readonly log: Log,
    private readonly policy: RetryPolicy = RETRY_POLICY,
  ) {}

  /** The consumer of a contract; what it can't take goes to the dead letters of the service. */
  declared(
    contract: ConsumerContract,
    handlingOf: (topic: TopicContract) => Handling,
    ownOffsets?: OwnOffsets,
  ): EventConsumer {
    const consumer = new EventConsumer({
      ...this.common(),
      contract,
      handlingOf,
      ownOffsets,
      park: async ({ topic, partition, group }, message, code, reason) => {
        const parked = {
          topic: topic.name,
          partition,
          offset: message.offset,
          group,
          code,
          reason,
          at: this.now(),
        };
        await this.publisher.send(deadLetterTopic(this.service), [deadLetterMessage(message, parked)]);
      },
    });
    if (contract.offsets === 'own') this.keepingOwn.add(consumer);
    return consumer;
  }

  /** Has the declared consumers with own offsets ask again where they stand: the store lost its data or went back. */
  reread(): void {
    for (const consumer of this.keepingOwn) consumer.reread();
  }

  /**
   * Starts a consumer beside the declared ones. What can't be taken is passed over: the declared consumer of that
   * topic has parked it already. To be ended with `close`.
   */
  open({ group, topics, ownOffsets, onBatch }: ExtraConsumer): EventConsumer {
    const consumer = new EventConsumer({
      ...this.common(),
      contract: { group, topics, offsets: 'own' },
      handlingOf: () => ({ kind: 'batch', handle: onBatch }),
      ownOffsets,
      park: async () => undefined,
    });
    this.extra.add(consumer);
    consumer.start();
    return consumer;
  }

  /** Stops an extra consumer and removes its group from the broker. */
  async close(consumer: EventConsumer): Promise<void> {
    await consumer.stop();
    this.extra.delete(consumer);
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      await admin.deleteGroups([consumer.groupId]);
    } catch (error) {
      // An empty group without offsets costs nothing and expires by itself.
      this.log.debug({ group: consumer.groupId, error: String(error) }, 'The group could not be removed.');
    } finally {
      await admin.disconnect();
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.extra].map((consumer) => consumer.stop()));
  }

  private common() {
    return { kafka: this.kafka, nameOf: this.nameOf, log: this.log, policy: this.policy };
  }
}
