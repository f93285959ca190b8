import { Redis } from 'ioredis';

/**
 * A connection as BullMQ wants it: one that adds fails at once while Redis is away, one that works waits for ever.
 * Both reconnect for ever.
 */
export function redisConnection(url: string, use: 'adding' | 'working'): Redis {
  const redis = new Redis(url, {
    connectTimeout: 2_000,
    maxRetriesPerRequest: use === 'adding' ? 1 : null,
    enableOfflineQueue: use === 'working',
    retryStrategy: (attempt) => Math.min(50 * attempt, 1_000),
    // A half-dead connection, as to a frozen server, is noticed by the operating system.
    keepAlive: 5_000,
  });
  // BullMQ reports the same errors on the queue and the worker, where they are logged.
  redis.on('error', () => undefined);
  return redis;
}
