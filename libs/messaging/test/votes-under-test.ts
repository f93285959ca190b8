import {
  type ConsumerContract,
  deadLetterTopic,
  topics,
  type VoteState,
  voteCast,
  voteKey,
} from '@paperboy/contracts';
import { type Log, topicName } from '@paperboy/platform';
import type { CompressionTypes, Kafka, Message } from 'kafkajs';
import type { BackOff } from '../src/back-off.js';
import type { EventConsumer } from '../src/consume/event-consumer.js';
import { EventConsumers } from '../src/consume/event-consumers.js';
import { RETRY_POLICY, type RetryPolicy } from '../src/consume/partition-failures.js';
import type { Handling } from '../src/consume/partition-reader.js';
import type { EventBatch, OwnOffsets } from '../src/consume/received-event.js';
import type { ParkingClaims } from '../src/dead-letters/parking-claims.js';
import { encodeEvent } from '../src/kafka/cloud-event.js';
import { createKafka } from '../src/kafka/kafka-client.js';
import { Publisher } from '../src/kafka/publisher.js';
import { allTopicSettings } from '../src/topics/topic-settings.js';
import { createTopics, listTopics, type TopicState } from '../src/topics/topics.js';

const AT = new Date('2026-11-22T08:00:00.000Z');
const CONTRACT = { group: 'ranking.votes', service: 'ranking', topics: [topics.votes] } as const;
const WANTED = allTopicSettings().filter(({ name }) =>
  [topics.votes.name, deadLetterTopic('ranking')].includes(name),
);
/** The policy of real services with shorter times. */
const policy: RetryPolicy = {
  ...RETRY_POLICY,
  backOff: { firstMs: 20, mostMs: 100 },
  unknownForMs: 300,
  alarmRetryMs: 300,
};

/** A vote for a paper of this number. */
export function vote(number: number, seq = 1): VoteState {
  return {
    paperId: `2611.${10_000 + number}`,
    personId: 'reader',
    seq,
    standing: true,
    counts: true,
    history: [{ castAt: AT.toISOString() }],
    sample: false,
  };
}

/** A vote as the catalog publishes it, with an id that specs recognize. */
export function voteMessage(number: number): Message & { value: string; headers: Record<string, string> } {
  const data = vote(number);
  const { key, value, headers } = encodeEvent({
    type: 'vote.cast',
    id: `v${number}`,
    source: '/catalog',
    key: voteKey(data),
    at: AT,
    data,
  });
  return { key, value: value ?? '', headers };
}

/** Consumers of votes in a namespace of the spec, on a real broker. */
export class VotesUnderTest {
  readonly kafka: Kafka;
  private readonly publisher: Publisher;
  private readonly factory: EventConsumers;
  private readonly running: EventConsumer[] = [];
  private readonly readModels: EventConsumer[] = [];

  constructor(
    brokers: string,
    private readonly namespace: string,
    log: Log,
    options: { backOff?: BackOff; claims?: ParkingClaims } = {},
  ) {
    this.kafka = createKafka({ brokers: [brokers], clientId: 'messaging-spec', log });
    this.publisher = new Publisher({
      kafka: this.kafka,
      nameOf: this.nameOf,
      source: '/catalog',
      now: () => AT,
    });
    this.factory = new EventConsumers({
      service: 'ranking',
      kafka: this.kafka,
      nameOf: this.nameOf,
      publisher: this.publisher,
      now: () => AT,
      log,
      claims: options.claims,
      policy: { ...policy, backOff: options.backOff ?? policy.backOff },
    });
  }

  readonly nameOf = (name: string): string => topicName(this.namespace, name);

  /** Makes the topics, or sets them right. */
  async prepare(): Promise<void> {
    await createTopics(this.kafka, WANTED, this.nameOf);
  }

  /** The settings of the topic of votes that differ from the wanted ones. */
  async settings(): Promise<TopicState['settings']> {
    const states = await listTopics(this.kafka, WANTED, this.nameOf);
    return states.find(({ topic }) => topic === this.nameOf(topics.votes.name))?.settings ?? [];
  }

  /** Starts a consumer. With `stored` it keeps its offsets by itself, and that is where its partitions stand. */
  start(handling: Handling, stored?: Map<string, bigint>): EventConsumer {
    const contract: ConsumerContract = { ...CONTRACT, offsets: stored ? 'own' : 'broker' };
    const ownOffsets = stored && {
      positions: async () => new Map(stored),
      startOver: async () => stored.clear(),
    };
    const consumer = this.factory.declared(contract, () => handling, ownOffsets);
    this.running.push(consumer);
    consumer.start();
    return consumer;
  }

  /** Starts a consumer of one more replica that reads all events into its own read model. */
  startReplica(onBatch: (batch: EventBatch) => Promise<void>, ownOffsets: OwnOffsets): EventConsumer {
    const contract: ConsumerContract = { ...CONTRACT, offsets: 'own', readers: 'every-replica' };
    const consumer = this.factory.openReadModel(contract, ownOffsets, onBatch);
    this.readModels.push(consumer);
    return consumer;
  }

  /** The ids of the groups on the broker that belong to this namespace. */
  async groups(): Promise<string[]> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      const { groups } = await admin.listGroups();
      return groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(this.nameOf('')));
    } finally {
      await admin.disconnect();
    }
  }

  /** The number of records in a topic of this namespace. */
  async recordsOf(topic: string): Promise<number> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      const ends = await admin.fetchTopicOffsets(this.nameOf(topic));
      return ends.reduce((sum, { high }) => sum + Number(high), 0);
    } finally {
      await admin.disconnect();
    }
  }

  /** Publishes votes as the catalog does. */
  async cast(votes: readonly VoteState[]): Promise<void> {
    await this.publisher.publish(
      topics.votes,
      votes.map((data) => ({ contract: voteCast, data })),
    );
  }

  /**
   * Writes messages unchanged: by default to the first partition, and with a key, since the topic refuses records
   * without one.
   */
  async write(messages: readonly Message[], compression?: CompressionTypes): Promise<void> {
    const producer = this.kafka.producer({ allowAutoTopicCreation: false });
    try {
      await producer.connect();
      await producer.send({
        topic: this.nameOf(topics.votes.name),
        messages: messages.map((message) => ({ partition: 0, key: 'k', ...message })),
        ...(compression === undefined ? {} : { compression }),
      });
    } finally {
      await producer.disconnect();
    }
  }

  async stop(): Promise<void> {
    await Promise.all([
      ...this.running.map((consumer) => consumer.stop()),
      ...this.readModels.map((consumer) => this.factory.close(consumer)),
    ]);
    await this.publisher.stop();
  }
}
