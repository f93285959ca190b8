import type { ServiceName } from '@paperboy/contracts';
import { redisPrefix, type ServiceConfig } from '@paperboy/platform';

/** The prefix of all Redis keys of a service's queues. */
export function queuePrefix(config: ServiceConfig, service: ServiceName): string {
  return `${redisPrefix(config.NAMESPACE, service)}queues`;
}
