import { type DynamicModule, Module } from '@nestjs/common';
import { CONFIG } from '../config/config.js';
import type { ServiceConfig } from '../config/service-config.js';
import { Health } from '../observe/health.js';
import { Log } from '../observe/log.js';
import { connectRedis, RedisLink } from './redis-link.js';

/** Nest token of the service's ioredis connection. It adds no prefix: callers begin their keys with redisPrefix(). */
export const REDIS = Symbol('REDIS');

/** The service's Redis. The boot waits for one attempt only; while it is away, commands fail at once. */
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
          useFactory: async (config: ServiceConfig, log: Log, health: Health) => {
            const link = new RedisLink(connectRedis(config.REDIS_URL), log, health);
            await link.tried;
            return link;
          },
        },
        { provide: REDIS, inject: [RedisLink], useFactory: (link: RedisLink) => link.redis },
      ],
      exports: [REDIS],
    };
  }
}
