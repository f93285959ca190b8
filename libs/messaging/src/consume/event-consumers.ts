import { randomUUID } from 'node:crypto';
import type { ConsumerContract, ServiceName, TopicContract } from '@paperboy/contracts';
import { deadLetterTopic } from '@paperboy/contracts';
import type { Log } from '@paperboy/platform';
import type { Kafka } from 'kafkajs';
import { deadLetterKey, deadLetterMessage } from '../dead-letters/dead-letter.js';
import type { ParkingClaims } from '../dead-letters/parking-claims.js';
import type { Publisher } from '../kafka/publisher.js';
import { EventConsumer } from './event-consumer.js';
import { RETRY_POLICY, type RetryPolicy, type StoredMessage } from './partition-failures.js';
import type { Handling } from './partition-reader.js';
import type { EventBatch, OwnOffsets } from './received-event.js';

/** A consumer in addition to the declared ones, for example one that reads everything again to rebuild a read model. */
export interface ExtraConsumer {
  /** The name of its group; it gets the namespace like the names in the contracts. */
  group: string;
  topics: readonly TopicContract[];
  /** Empty maps make it read from the beginning. */
  ownOffsets: OwnOffsets;
  onBatch: (batch: EventBatch) => Promise<void>;
}

/** The dependencies of a service's consumers. */
export interface EventConsumersParts {
  service: ServiceName;
  kafka: Kafka;
  /** The name on Kafka of a topic or group of the contracts. */
  nameOf: (name: string) => string;
  publisher: Pick<Publisher, 'send'>;
  now: () => Date;
  log: Log;
  /** Decides which replica parks an event, where every replica reads all events. */
  claims?: ParkingClaims | undefined;
  policy?: RetryPolicy;
}

/** Makes the declared consumers of a service, and extra ones that the service opens and closes by itself. */
export class EventConsumers {
  private readonly extra = new Set<EventConsumer>();
  private readonly keepingOwn = new Set<EventConsumer>();

  constructor(private readonly parts: EventConsumersParts) {}

  /** The consumer of a contract. Events that it can't take go to the dead letters of the service. */
  declared(
    contract: ConsumerContract,
    handlingOf: (topic: TopicContract) => Handling,
    ownOffsets?: OwnOffsets,
  ): EventConsumer {
    const consumer = new EventConsumer({
      ...this.common(),
      contract,
      groupId: this.parts.nameOf(contract.group),
      handlingOf,
      ownOffsets,
      park: (place, message, code, reason) => this.deadLetter(place, message, code, reason).send(),
    });
    if (contract.offsets === 'own') this.keepingOwn.add(consumer);
    return consumer;
  }

  /**
   * Makes the declared consumers with own offsets ask for their positions again: the store lost its data or was
   * restored.
   */
  reread(): void {
    for (const consumer of this.keepingOwn) consumer.reread();
  }

  /**
   * Starts a consumer in addition to the declared ones. It skips events that can't be handled, since the declared
   * consumer of the topic has parked them. Ends with `close`.
   */
  open({ group, topics, ownOffsets, onBatch }: ExtraConsumer): EventConsumer {
    const consumer = new EventConsumer({
      ...this.common(),
      contract: { group, topics, offsets: 'own' },
      groupId: this.parts.nameOf(group),
      handlingOf: () => ({ kind: 'batch', handle: onBatch }),
      ownOffsets,
      park: async () => undefined,
    });
    this.extra.add(consumer);
    consumer.start();
    return consumer;
  }

  /**
   * Starts the reader of one read model of this replica, for a contract whose readers are `every-replica`. An event
   * that can't be taken is parked once, by the replica that meets it first. Ends with `close`.
   */
  openReadModel(
    contract: ConsumerContract,
    ownOffsets: OwnOffsets,
    onBatch: (batch: EventBatch) => Promise<void>,
  ): EventConsumer {
    const { claims, nameOf } = this.parts;
    if (contract.readers !== 'every-replica' || !claims)
      throw new Error(`${contract.group} is no consumer that every replica is, or has no MongoDB.`);
    const consumer = new EventConsumer({
      ...this.common(),
      contract,
      groupId: nameOf(`${contract.group}.${randomUUID()}`),
      handlingOf: () => ({ kind: 'batch', handle: onBatch }),
      ownOffsets,
      park: (place, message, code, reason) => {
        const { key, send } = this.deadLetter(place, message, code, reason);
        return claims.once(`${contract.group}/${key}`, send);
      },
    });
    this.extra.add(consumer);
    consumer.start();
    return consumer;
  }

  /** Stops an extra consumer and removes its group from the broker. */
  async close(consumer: EventConsumer): Promise<void> {
    await consumer.stop();
    this.extra.delete(consumer);
    const admin = this.parts.kafka.admin();
    try {
      await admin.connect();
      await admin.deleteGroups([consumer.groupId]);
    } catch (error) {
      // An empty group without offsets costs nothing and expires by itself.
      this.parts.log.debug(
        { group: consumer.groupId, error: String(error) },
        'The group could not be removed.',
      );
    } finally {
      await admin.disconnect();
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.extra].map((consumer) => consumer.stop()));
  }

  /** An event as a dead letter of the service, with the function that sends it. */
  private deadLetter(
    { topic, partition, group }: { topic: TopicContract; partition: number; group: string },
    message: StoredMessage,
    code: string,
    reason: string,
  ): { key: string; send: () => Promise<void> } {
    const { publisher, service, now } = this.parts;
    const parked = { topic: topic.name, partition, offset: message.offset, group, code, reason, at: now() };
    return {
      key: deadLetterKey(parked),
      send: () => publisher.send(deadLetterTopic(service), [deadLetterMessage(message, parked)]),
    };
  }

  private common() {
    const { kafka, nameOf, log, policy = RETRY_POLICY } = this.parts;
    return { kafka, nameOf, log, policy };
  }
}
