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
import type { BackOff } from '../src/consume/back-off.js';
import { EventConsumers } from '../src/consume/event-consumers.js';
import { type Handling, RETRY_POLICY, type RetryPolicy } from '../src/consume/partition-reader.js';
import type { EventConsumer } from '../src/group/event-consumer.js';
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
/** As that of real services, with less patience. */
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

/** A vote as the catalog would publish it, under an id by which specs know it again. */
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

/** Consumers of votes in a namespace of a spec's own, on a real broker. */
export class VotesUnderTest {
  readonly kafka: Kafka;
  private readonly publisher: Publisher;
  private readonly factory: EventConsumers;
  private readonly running: EventConsumer[] = [];

  constructor(
    brokers: string,
    private readonly namespace: string,
    log: Log,
    backOff: BackOff = policy.backOff,
  ) {
    this.kafka = createKafka({ brokers: [brokers], clientId: 'messaging-spec', log });
    this.publisher = new Publisher({
      kafka: this.kafka,
      nameOf: this.nameOf,
      source: '/catalog',
      now: () => AT,
    });
    this.factory = new EventConsumers('ranking', this.kafka, this.nameOf, this.publisher, () => AT, log, {
      ...policy,
      backOff,
    });
  }

  readonly nameOf = (name: string): string => topicName(this.namespace, name);

  /** Makes the topics, or sets them right. */
  async prepare(): Promise<void> {
    await createTopics(this.kafka, WANTED, this.nameOf);
  }

  /** Whether the topic of votes is set as it should be, or which of its settings are not. */
  async settings(): Promise<TopicState['settings']> {
    const states = await listTopics(this.kafka, WANTED, this.nameOf);
    return states.find(({ topic }) => topic === this.nameOf(topics.votes.name))?.settings ?? [];
  }

  /** Starts a consumer. With `stored` it keeps its offsets by itself, and that is where its partitions stand. */
  start(handling: Handling, stored?: ReadonlyMap<string, bigint>): EventConsumer {
    const contract: ConsumerContract = { ...CONTRACT, offsets: stored ? 'own' : 'broker' };
    const ownOffsets = stored && { positions: async () => new Map(stored) };
    const consumer = this.factory.declared(contract, () => handling, ownOffsets);
    this.running.push(consumer);
    consumer.start();
    return consumer;
  }

  /** Publishes votes as the catalog does. */
  async cast(votes: readonly VoteState[]): Promise<void> {
    await this.publisher.publish(
      topics.votes,
      votes.map((data) => ({ contract: voteCast, data })),
    );
  }

  /** Writes messages as they are: to the first partition unless they name another, and with a key, since the topic takes none without. */
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
    await Promise.all(this.running.map((consumer) => consumer.stop()));
    await this.publisher.stop();
  }
}
