import {
  IS_IT_RUNNING,
  operatorEnvironment,
  readConfig,
  reportingFailure,
  serviceConfigSchema,
  topicName,
  unavailable,
} from '@paperboy/platform';
import type { Kafka } from 'kafkajs';
import { createKafka } from './kafka/kafka-client.js';

/** The Kafka of the environment or of the running stack, for a command. */
export interface KafkaOperator {
  kafka: Kafka;
  nameOf: (name: string) => string;
}

const schema = serviceConfigSchema.pick({ KAFKA_BROKERS: true, NAMESPACE: true });
const UNREACHABLE = new Set([
  'KafkaJSConnectionError',
  'KafkaJSNumberOfRetriesExceeded',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
]);

/** Runs an operator's command that speaks to Kafka. Exit codes and sentences are those of `runAsOperator`. */
export async function runWithKafka(work: (operator: KafkaOperator) => Promise<void>): Promise<void> {
  await reportingFailure(async () => {
    const config = readConfig(schema, operatorEnvironment());
    const clientId = topicName(config.NAMESPACE, 'operator');
    const kafka = createKafka({ brokers: config.KAFKA_BROKERS, clientId });
    try {
      await work({ kafka, nameOf: (name) => topicName(config.NAMESPACE, name) });
    } catch (error) {
      if (!(error instanceof Error && UNREACHABLE.has(error.name))) throw error;
      const detail = `Kafka can't be reached: ${error.message}\n${IS_IT_RUNNING}`;
      throw unavailable('kafka-unavailable', detail, 2, error);
    }
  });
}
