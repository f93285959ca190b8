import { operatorEnvironment, readConfig, serviceConfigSchema, topicName } from '@paperboy/platform';
import type { Kafka } from 'kafkajs';
import { createKafka } from './kafka/kafka-client.js';

/** Exit codes of operators' commands. */
export const EXIT = { done: 0, failed: 1, usage: 2, unreachable: 3, refused: 4 } as const;

/** What a command works with: the Kafka of the environment or of the running stack. */
export interface Operator {
  kafka: Kafka;
  nameOf: (name: string) => string;
}

const schema = serviceConfigSchema.pick({ KAFKA_BROKERS: true, NAMESPACE: true });

/** Reads where Kafka is; throws ConfigError when the environment is wrong. */
export function operator(): Operator {
  const config = readConfig(schema, operatorEnvironment());
  return {
    kafka: createKafka({ brokers: config.KAFKA_BROKERS, clientId: topicName(config.NAMESPACE, 'operator') }),
    nameOf: (name) => topicName(config.NAMESPACE, name),
  };
}

/** Says on standard error how a command failed, and sets the exit code. */
export function failed(error: unknown): void {
  const name = error instanceof Error ? error.name : '';
  const unreachable =
    name === 'KafkaJSConnectionError' ||
    name === 'KafkaJSNumberOfRetriesExceeded' ||
    name === 'KafkaJSConnectionClosedError' ||
    name === 'KafkaJSRequestTimeoutError';
  process.stderr.write(
    unreachable
      ? `Kafka can't be reached: ${(error as Error).message}\nIs the stack running? Start it with npm start.\n`
      : `${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = unreachable ? EXIT.unreachable : name === 'ConfigError' ? EXIT.usage : EXIT.failed;
}

/** Writes a line of result. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
