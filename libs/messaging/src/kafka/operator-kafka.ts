import type { ConsumerContract, ServiceName, TopicContract } from '@paperboy/contracts';
import { topicName, unavailable } from '@paperboy/platform';
import type { Admin, Kafka } from 'kafkajs';
import { createKafka } from './kafka-client.js';
import { Publisher } from './publisher.js';

/** The dependencies of an operator's command that speaks to Kafka for a service. */
export interface OperatorKafkaParts {
  brokers: string[];
  namespace: string;
  service: ServiceName;
  now: () => Date;
}

/** Kafka for a command of the operators, outside of Nest. */
export class OperatorKafka {
  readonly publisher: Publisher;
  private readonly kafka: Kafka;
  private admin: Promise<Admin> | undefined;

  constructor(private readonly parts: OperatorKafkaParts) {
    this.kafka = createKafka({
      brokers: parts.brokers,
      clientId: `${topicName(parts.namespace, parts.service)}-operator`,
    });
    this.publisher = new Publisher({
      kafka: this.kafka,
      nameOf: (name) => topicName(parts.namespace, name),
      source: parts.service,
      now: parts.now,
    });
  }

  /**
   * The number of records of a topic that the consumer's group has not committed yet. Exact only for topics written
   * without transactions, since transaction markers count as records. Throws Problem 503 when Kafka is away.
   */
  async waiting(consumer: ConsumerContract, topic: TopicContract): Promise<number> {
    const name = topicName(this.parts.namespace, topic.name);
    try {
      const admin = await this.connected();
      const ends = await admin.fetchTopicOffsets(name);
      const groupId = topicName(this.parts.namespace, consumer.group);
      const [committed] = await admin.fetchOffsets({ groupId, topics: [name] });
      const taken = new Map(
        committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]),
      );
      // -1 stands for a partition in which the group has committed nothing yet.
      return ends.reduce((sum, { partition, high, low }) => {
        return sum + Number(high) - Math.max(Number(low), taken.get(partition) ?? -1);
      }, 0);
    } catch (error) {
      await this.forgetAdmin();
      throw unavailable('kafka-unavailable', 'Kafka cannot be reached.', 2, error);
    }
  }

  async close(): Promise<void> {
    await this.publisher.stop();
    await this.forgetAdmin();
  }

  private connected(): Promise<Admin> {
    this.admin ??= (async () => {
      const admin = this.kafka.admin();
      await admin.connect();
      return admin;
    })();
    return this.admin;
  }

  private async forgetAdmin(): Promise<void> {
    const admin = this.admin;
    this.admin = undefined;
    // A connection that failed or broke needs no orderly end.
    await admin?.then((client) => client.disconnect()).catch(() => undefined);
  }
}
