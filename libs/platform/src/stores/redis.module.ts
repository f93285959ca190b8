import { type DynamicModule, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { CONFIG } from '../config/config.js';
import type { ServiceConfig } from '../config/service-config.js';
import { Health } from '../observe/health.js';
import { Log } from '../observe/log.js';

/** Nest token of the service's ioredis connection. Keys begin with redisPrefix(); no prefix is put there for you. */
export const REDIS = Symbol('REDIS');

/** An ioredis connection that never blocks: commands fail at once while it is away, it reconnects for ever. */
export function connectRedis(url: string): Redis {
  return new Redis(url, {
    commandTimeout: 1_500,
    connectTimeout: 2_000,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    // What was sent and not answered may have happened: whoever sent it decides whether to send it again.
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1_000),
  });
}

/** Watches a connection: tells its comings and goings in the log and its state in the health. */
@Injectable()
class RedisLink implements OnApplicationShutdown {
  private away = false;
  private lastError = 'not connected yet';

  constructor(
    readonly redis: Redis,
    log: Log,
    health: Health,
  ) {
    redis.on('ready', () => {
      this.away = false;
      log.info('Redis is there.');
    });
    redis.on('error', (error: Error & { code?: string }) => {
      this.lastError = error.code ?? error.message;
      if (!this.away) log.warn({ reason: this.lastError }, 'Redis is away; trying until it is there.');
      this.away = true;
    });
    health.add('redis', () =>
      redis.status === 'ready' ? { state: 'up' } : { state: 'down', detail: this.lastError },
    );
  }

  /** After everything else, since handlers in flight may still write. */
  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}

/** The service's Redis. Never blocks the boot. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: the form that Nest's dynamic modules have.
export class RedisModule {
  static forService(): DynamicModule {
    return {
      module: RedisModule,
      global: true,
      providers: [
        {
          provide: RedisLink,
          inject: [CONFIG, Log, Health],
          useFactory: (config: ServiceConfig, log: Log, health: Health) =>
            new RedisLink(connectRedis(config.REDIS_URL), log, health),
        },
        { provide: REDIS, inject: [RedisLink], useFactory: (link: RedisLink) => link.redis },
      ],
      exports: [REDIS],
    };
  }
}
