import { randomUUID } from 'node:crypto';
import { deadLetterTopic, type ServiceName } from '@paperboy/contracts';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { carefulProducer } from '../kafka/kafka-client.js';
import type { KafkaOperator } from '../operator.js';
import { originalMessage } from './dead-letter.js';

/** A dead letter as operators see it. */
export interface DeadLetter {
  /** `topic/partition/offset` of the original, by the topic's name in the contracts. */
  id: string;
  service: ServiceName;
  code: string;
  reason: string;
  at: string;
  group: string;
  type?: string;
  key?: string;
  message: KafkaMessage;
}

const QUIET_MS = 5_000;

/** Reads all dead letters of a service that were neither replayed nor dropped, oldest first. */
export async function readDeadLetters(
  { kafka, nameOf }: KafkaOperator,
  service: ServiceName,
): Promise<DeadLetter[]> {
  const topic = nameOf(deadLetterTopic(service));
  const newest = new Map<string, DeadLetter | undefined>();
  await readAll(kafka, topic, (message) => {
    const id = message.key?.toString() ?? '';
    newest.set(id, message.value === null ? undefined : letterOf(id, service, message));
  });
  return [...newest.values()]
    .filter((letter) => letter !== undefined)
    .sort((a, b) => a.at.localeCompare(b.at));
}

/** Publishes the original messages again on their topics, and then removes each letter. */
export async function replay(
  { kafka, nameOf }: KafkaOperator,
  letters: readonly DeadLetter[],
): Promise<void> {
  await producing(kafka, async (send) => {
    for (const letter of letters) {
      const [topic = ''] = letter.id.split('/');
      await send(
        nameOf(topic),
        originalMessage({ value: letter.message.value, headers: letter.message.headers ?? {} }),
      );
      await send(nameOf(deadLetterTopic(letter.service)), { key: letter.id, value: null });
    }
  });
}

/** Removes letters without publishing their originals. */
export async function drop({ kafka, nameOf }: KafkaOperator, letters: readonly DeadLetter[]): Promise<void> {
  await producing(kafka, async (send) => {
    for (const { id, service } of letters)
      await send(nameOf(deadLetterTopic(service)), { key: id, value: null });
  });
}

function letterOf(id: string, service: ServiceName, message: KafkaMessage): DeadLetter {
  const header = (name: string): string | undefined => message.headers?.[name]?.toString();
  const type = header('ce_type');
  const key = header('dl-key');
  return {
    id,
    service,
    code: header('dl-code') ?? '',
    reason: header('dl-reason') ?? '',
    at: header('dl-at') ?? '',
    group: header('dl-group') ?? '',
    ...(type === undefined ? {} : { type }),
    ...(key === undefined ? {} : { key }),
    message,
  };
}

type Send = (
  topic: string,
  message: {
    key: string | Buffer | null;
    value: Buffer | null;
    headers?: Record<string, Buffer | string | (Buffer | string)[]>;
  },
) => Promise<void>;

async function producing(kafka: Kafka, act: (send: Send) => Promise<void>): Promise<void> {
  const producer = kafka.producer(carefulProducer);
  try {
    await producer.connect();
    await act(async (topic, message) => {
      await producer.send({ topic, messages: [message], acks: -1 });
    });
  } finally {
    await producer.disconnect();
  }
}

/** Reads a topic from its beginning to where it ends now. */
async function readAll(
  kafka: Kafka,
  topic: string,
  onMessage: (message: KafkaMessage) => void,
): Promise<void> {
  const admin = kafka.admin();
  const groupId = `${topic}.reader-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100, sessionTimeout: 10_000 });
  try {
    await admin.connect();
    const left = new Map<number, bigint>();
    for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
      if (BigInt(high) > BigInt(low)) left.set(partition, BigInt(high) - 1n);
    }
    if (left.size === 0) return;
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      // The last record of a partition may have been compacted away: then silence means the end, but only after the
      // consumer has joined.
      let quiet: NodeJS.Timeout | undefined;
      consumer.on(consumer.events.GROUP_JOIN, () => {
        clearTimeout(quiet);
        quiet = setTimeout(resolve, 2 * QUIET_MS);
      });
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      const eachMessage = async ({
        partition,
        message,
      }: {
        partition: number;
        message: KafkaMessage;
      }): Promise<void> => {
        clearTimeout(quiet);
        onMessage(message);
        if (BigInt(message.offset) >= (left.get(partition) ?? 0n)) left.delete(partition);
        if (left.size === 0) resolve();
        else quiet = setTimeout(resolve, QUIET_MS);
      };
      consumer.run({ autoCommit: false, eachMessage }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
    // The group has committed nothing; the broker removes a group without offsets by itself.
    await admin.deleteGroups([groupId]).catch(() => undefined);
    await admin.disconnect();
  }
}
