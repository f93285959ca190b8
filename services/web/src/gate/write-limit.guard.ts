import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, tooMany } from '@paperboy/platform';
import type { FastifyReply } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { WebConfig } from '../web.config.js';
import { type Bucket, takeToken } from './token-bucket.js';

/** Clients remembered; the one that wrote longest ago is forgotten first, and begins with a full bucket. */
const REMEMBERED = 50_000;

/** The limit of writes of each person, or of each network address without one, through this replica. */
@Injectable()
export class WriteLimit {
  private readonly buckets = new LRUCache<string, Bucket>({ max: REMEMBERED });

  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clock: Clock,
  ) {}

  /** Counts one write and says in the headers what is left; throws a 429 Problem when nothing is. */
  take(reply: FastifyReply, personId: string | undefined, address: string): void {
    const perMinute =
      personId === undefined ? this.config.ANONYMOUS_WRITES_PER_MINUTE : this.config.WRITES_PER_MINUTE;
    if (perMinute === 0) return;
    const key = personId === undefined ? `address ${address}` : `person ${personId}`;
    const taken = takeToken(this.buckets.get(key), perMinute, this.clock.now().getTime());
    this.buckets.set(key, taken.bucket);
    reply.header('ratelimit-policy', `"writes";q=${perMinute};w=60`);
    reply.header('ratelimit', `"writes";r=${taken.remaining};t=${taken.resetSeconds}`);
    if (!taken.allowed) {
      throw tooMany(
        'too-many-writes',
        'Too many changes in a short time. Try again in a moment.',
        taken.resetSeconds,
      );
    }
  }
}
