import { REDIS_CONNECTION } from '@paperboy/platform';
import { Redis } from 'ioredis';

/**
 * A connection for BullMQ that reconnects for ever. While Redis is away, one for adding fails at once, and one for
 * working waits.
 */
export function redisConnection(url: string, use: 'adding' | 'working'): Redis {
  const redis = new Redis(url, {
    ...REDIS_CONNECTION,
    maxRetriesPerRequest: use === 'adding' ? 1 : null,
    enableOfflineQueue: use === 'working',
    // Makes the operating system notice a dead connection, for example to a frozen server.
    keepAlive: 5_000,
  });
  // BullMQ reports the same errors on the queue and on the worker, where they are logged.
  redis.on('error', () => undefined);
  return redis;
}
