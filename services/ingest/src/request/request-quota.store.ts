import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, REDIS, redisPrefix, tooMany, unavailable } from '@paperboy/platform';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { IngestConfig } from '../ingest.config.js';

const DAY_SECONDS = 86_400;

/** Counts in Redis how many papers each person has asked arXiv for. Without Redis nobody can ask. */
@Injectable()
export class RequestQuota {
  private readonly limiter: RateLimiterRedis;

  constructor(
    @Inject(CONFIG) private readonly config: IngestConfig,
    @Inject(REDIS) redis: Redis,
  ) {
    this.limiter = new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `${redisPrefix(config.NAMESPACE, 'ingest')}asked`,
      points: config.PAPER_REQUESTS_PER_DAY,
      duration: DAY_SECONDS,
      rejectIfRedisNotReady: true,
    });
  }

  /** Counts one paper. Throws 429 `index-limit` when the person has used up the day's number, and 503 without Redis. */
  async take(personId: string): Promise<void> {
    try {
      await this.limiter.consume(personId);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes))
        throw unavailable(
          'pace-unknown',
          'Redis, which keeps the pace of requests, cannot be reached.',
          5,
          refused,
        );
      const detail = `One person may have ${this.config.PAPER_REQUESTS_PER_DAY} papers a day asked of arXiv.`;
      throw tooMany('index-limit', detail, Math.max(1, Math.ceil(refused.msBeforeNext / 1_000)));
    }
  }

  /** Takes back what `take` counted: nothing was asked. */
  async giveBack(personId: string): Promise<void> {
    await this.limiter.reward(personId);
  }
}
