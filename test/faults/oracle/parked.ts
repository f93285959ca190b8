import { deadLetterTopic, type ServiceName } from '@paperboy/contracts';
import { createKafka } from '@paperboy/messaging';
import { topicName } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { KafkaMessage } from 'kafkajs';

/** Reads a service's topic of dead letters, past the operators' commands: every record of it, tombstones included. */
export async function readParked(namespace: string, service: ServiceName): Promise<KafkaMessage[]> {
  const kafka = createKafka({ brokers: [testStack().kafkaBrokers], clientId: `${namespace}-parked` });
  const topic = topicName(namespace, deadLetterTopic(service));
  const admin = kafka.admin();
  const consumer = kafka.consumer({ groupId: topicName(namespace, uniqueNamespace()) });
  const records: KafkaMessage[] = [];
  try {
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(topic);
    const count = ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void records.push(message) });
    await waitFor(
      () => records.length,
      (read) => read >= count,
      { timeoutMs: 30_000 },
    );
    return records;
  } finally {
    await Promise.all([admin.disconnect(), consumer.disconnect()]);
  }
}
