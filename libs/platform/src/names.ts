import type { ServiceName } from '@paperboy/contracts';

/** The namespace whose names on Kafka carry no prefix. */
export const DEFAULT_NAMESPACE = 'paperboy';

/** The name on Kafka of a topic or group of the contracts. */
export function topicName(namespace: string, name: string): string {
  return namespace === DEFAULT_NAMESPACE ? name : `${namespace}.${name}`;
}

/** The MongoDB database of a service. */
export function databaseName(namespace: string, service: ServiceName): string {
  return `${namespace}-${service}`;
}

/** The prefix of every Redis key of a service. */
export function redisPrefix(namespace: string, service: ServiceName): string {
  return `${namespace}:${service}:`;
}
