import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, REDIS, redisPrefix, tooMany } from '@paperboy/platform';
import type { FastifyReply } from 'fastify';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { WebConfig } from '../web.config.js';

const MINUTE = 60;
const DAY = 86_400;

/** The counters: writes of a person or of a network, unknown credentials of a network, and its requests for mail. */
export type Limited = 'person' | 'network' | 'credential' | 'mail';

interface Limit {
  readonly limiter: RateLimiterRedis;
  readonly points: number;
  readonly seconds: number;
}

/** The limits of clients, counted in Redis for all replicas; while Redis is away each replica counts by itself. */
@Injectable()
export class Limits {
  private readonly limits: Readonly<Record<Limited, Limit | undefined>>;

  constructor(@Inject(CONFIG) config: WebConfig, @Inject(REDIS) redis: Redis) {
    const limit = (name: Limited, points: number, seconds: number): Limit | undefined => {
      if (points === 0) return undefined;
      const counted = {
        keyPrefix: `${redisPrefix(config.NAMESPACE, 'web')}limit:${name}`,
        points,
        duration: seconds,
      };
      const limiter = new RateLimiterRedis({
        ...counted,
        storeClient: redis,
        rejectIfRedisNotReady: true,
        // A client over its limit is refused from memory, without a request to Redis.
        inMemoryBlockOnConsumed: points + 1,
        insuranceLimiter: new RateLimiterMemory(counted),
      });
      return { limiter, points, seconds };
    };
    this.limits = {
      person: limit('person', config.WRITES_PER_MINUTE, MINUTE),
      network: limit('network', config.ANONYMOUS_WRITES_PER_MINUTE, MINUTE),
      credential: limit('credential', config.UNKNOWN_CREDENTIALS_PER_MINUTE, MINUTE),
      mail: limit('mail', config.MAIL_REQUESTS_PER_DAY, DAY),
    };
  }

  /** Counts one write and puts the remaining number into the headers. Throws a 429 Problem when none remain. */
  async write(reply: FastifyReply, of: 'person' | 'network', key: string): Promise<void> {
    const limit = this.limits[of];
    if (limit === undefined) return;
    const { taken, isOver } = await take(limit, key);
    const seconds = secondsUntil(taken);
    reply.header('ratelimit-policy', `"writes";q=${limit.points};w=${limit.seconds}`);
    reply.header('ratelimit', `"writes";r=${taken.remainingPoints};t=${seconds}`);
    if (isOver) {
      throw tooMany(
        'too-many-writes',
        'You made too many changes in a short time. Try again in a moment.',
        seconds,
      );
    }
  }

  /** Counts one request for a mail. Throws a 429 Problem when the network has made too many in a day. */
  async mail(network: string): Promise<void> {
    await this.refuseAbove(
      'mail',
      network,
      'too-many-mails',
      'Many mails were asked for from your network today. Please try again tomorrow.',
    );
  }

  /** Counts a credential that must be looked up. Throws a 429 Problem when the network sent too many unknown ones. */
  async guess(network: string): Promise<void> {
    await this.refuseAbove(
      'credential',
      network,
      'too-many-unknown-credentials',
      'Too many tokens or sessions from your network are not known here. Try again in a minute.',
    );
  }

  /** Takes back one count of `guess`, because the credential is known. */
  async wasKnown(network: string): Promise<void> {
    await this.limits.credential?.limiter.reward(network);
  }

  private async refuseAbove(of: Limited, key: string, code: string, detail: string): Promise<void> {
    const limit = this.limits[of];
    if (limit === undefined) return;
    const { taken, isOver } = await take(limit, key);
    if (isOver) throw tooMany(code, detail, secondsUntil(taken));
  }
}

async function take({ limiter }: Limit, key: string): Promise<{ taken: RateLimiterRes; isOver: boolean }> {
  try {
    return { taken: await limiter.consume(key), isOver: false };
  } catch (refused) {
    // Only the rejection says that the limit is reached. Its figures are all 0 for a client that is refused from
    // memory.
    if (refused instanceof RateLimiterRes) return { taken: refused, isOver: true };
    throw refused;
  }
}

function secondsUntil({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}
