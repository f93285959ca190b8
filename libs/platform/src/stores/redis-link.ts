import { once } from 'node:events';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { Health } from '../observe/health.js';
import type { Log } from '../observe/log.js';

const PING_MS = 1_000;
/** A frozen server accepts a connection and never answers. */
const FIRST_ATTEMPT_MS = 2_000;
/** A busy server may miss one ping. A server that misses two counts as frozen or cut off. */
const MISSED_PINGS = 2;

/** Settings of all our connections to Redis: they reconnect for ever. Times in ms. */
export const REDIS_CONNECTION = {
  connectTimeout: 2_000,
  // By default ioredis waits two seconds for the other end to close, and keeps an ended process alive for that time.
  disconnectTimeout: 50,
  retryStrategy: (attempt: number) => Math.min(50 * attempt, 1_000),
} as const;

/** An ioredis connection that never blocks: commands fail at once while it is away, it reconnects for ever. */
export function connectRedis(url: string): Redis {
  return new Redis(url, {
    ...REDIS_CONNECTION,
    commandTimeout: 1_500,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    // A command without an answer may have been executed: its caller decides whether to repeat it.
    autoResendUnfulfilledCommands: false,
  });
}

/**
 * Watches a connection, logs when it comes and goes, and reports its health. It pings, since the connection to a frozen
 * server looks healthy. Such a connection is dropped, so that commands fail at once instead of slowly.
 */
@Injectable()
export class RedisLink implements OnApplicationShutdown {
  /**
   * Resolves after the first attempt, whatever its outcome, so that a boot beside a healthy server finds it connected.
   */
  readonly tried: Promise<void>;
  private away = false;
  private lastError = 'not connected yet';
  private missed = 0;
  private readonly pinging: NodeJS.Timeout;

  constructor(
    readonly redis: Redis,
    private readonly log: Log,
    health: Health,
  ) {
    redis.on('ready', () => {
      this.away = false;
      this.missed = 0;
      log.info('Redis can be reached.');
    });
    redis.on('error', (error: Error & { code?: string }) => this.noteAway(error.code ?? error.message));
    health.add('redis', () =>
      redis.status === 'ready' && !this.away ? { state: 'up' } : { state: 'down', detail: this.lastError },
    );
    this.pinging = setInterval(() => void this.ping(), PING_MS).unref();
    this.tried = attempted(redis);
  }

  /** Closes after everything else, since handlers in flight may still write. */
  onApplicationShutdown(): void {
    clearInterval(this.pinging);
    this.redis.disconnect();
  }

  private async ping(): Promise<void> {
    if (this.redis.status !== 'ready') return;
    try {
      await this.redis.ping();
      this.missed = 0;
    } catch (error) {
      this.missed += 1;
      if (this.missed < MISSED_PINGS) return;
      this.missed = 0;
      this.noteAway(error instanceof Error ? error.message : String(error));
      this.redis.disconnect(true);
    }
  }

  private noteAway(reason: string): void {
    this.lastError = reason;
    if (!this.away) this.log.warn({ reason }, 'Redis cannot be reached; trying again until it can.');
    this.away = true;
  }
}

async function attempted(redis: Redis): Promise<void> {
  const signal = AbortSignal.timeout(FIRST_ATTEMPT_MS);
  // RedisLink reports an error or the end of the time like every other absence.
  await Promise.race([once(redis, 'ready', { signal }), once(redis, 'close', { signal })]).catch(
    () => undefined,
  );
}
