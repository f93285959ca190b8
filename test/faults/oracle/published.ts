import { type TopicContract, topics } from '@paperboy/contracts';
import { createKafka } from '@paperboy/messaging';
import { topicName } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Random } from '../random.js';

/** One record of a topic, as it lies on Kafka. */
export interface PublishedRecord {
  topic: string;
  partition: number;
  offset: number;
  key: string;
  seq: number;
  value: Buffer;
  headers: Record<string, string>;
}

const TOPICS = [topics.papers, topics.votes, topics.people] as const;

/** A client of the stack's Kafka for what a test does there by itself. */
export function kafkaOf(namespace: string) {
  return createKafka({ brokers: [testStack().kafkaBrokers], clientId: `${namespace}-published` });
}

/** Reads everything that the catalog has published, or what lies on other topics, until it is as much as wanted. */
export async function readPublished(
  namespace: string,
  until: (published: readonly PublishedRecord[]) => boolean,
  from: readonly TopicContract[] = TOPICS,
): Promise<PublishedRecord[]> {
  const consumer = kafkaOf(namespace).consumer({ groupId: topicName(namespace, uniqueNamespace()) });
  const published: PublishedRecord[] = [];
  try {
    await consumer.connect();
    await consumer.subscribe({
      topics: from.map(({ name }) => topicName(namespace, name)),
      fromBeginning: true,
    });
    await consumer.run({
      eachMessage: async ({ topic, partition, message: { key, value, offset, headers = {} } }) => {
        if (!value) return;
        const { seq } = JSON.parse(value.toString()) as { seq: number };
        const texts = Object.entries(headers).map(([name, text]) => [name, String(text)] as const);
        published.push({
          topic,
          partition,
          offset: Number(offset),
          key: String(key),
          seq,
          value,
          headers: Object.fromEntries(texts),
        });
      },
    });
    // When it never comes the caller says what is missing.
    await waitFor(() => until(published), Boolean, { timeoutMs: 30_000, everyMs: 200 }).catch(
      () => undefined,
    );
    return published;
  } finally {
    await consumer.disconnect();
  }
}

/** Puts so many of the records on their topics once more, as they were, in any order: what is old must change nothing. */
export async function publishAgain(
  namespace: string,
  published: readonly PublishedRecord[],
  count: number,
  random: Random,
): Promise<void> {
  const producer = kafkaOf(namespace).producer({ idempotent: true, maxInFlightRequests: 1 });
  try {
    await producer.connect();
    const chosen = Array.from({ length: count }, () => random.pick(published));
    await producer.sendBatch({
      topicMessages: chosen.map(({ topic, partition, key, value, headers }) => ({
        topic,
        messages: [{ key, value, headers, partition }],
      })),
    });
  } finally {
    await producer.disconnect();
  }
}
