import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, REDIS, redisPrefix } from '@paperboy/platform';
import type { Redis } from 'ioredis';
import type { CatalogConfig } from '../catalog.config.js';

/** How long a person counts as present after a write, in ms. */
const PRESENT_MS = 3_000;
/** How long a replica reuses what it read of the other replicas, in ms. */
const KNOWN_FOR_MS = 250;

/**
 * Whether people write at present, at any replica. Bulk work checks it before each piece. Noting the writes of people
 * costs a replica one command a second at most.
 */
@Injectable()
export class Presence {
  private readonly key: string;
  private toldAt = Number.NEGATIVE_INFINITY;
  private askedAt = Number.NEGATIVE_INFINITY;
  private known: Promise<boolean> = Promise.resolve(false);

  constructor(
    @Inject(CONFIG) config: CatalogConfig,
    @Inject(REDIS) private readonly redis: Redis,
  ) {
    this.key = `${redisPrefix(config.NAMESPACE, 'catalog')}people-write`;
  }

  /** Notes that a person writes now. */
  note(): void {
    const now = performance.now();
    if (now - this.toldAt < PRESENT_MS / 3) return;
    this.toldAt = now;
    // A failure does no harm: without Redis, bulk work assumes that people are present.
    this.redis.set(this.key, '1', 'PX', PRESENT_MS).catch(() => undefined);
  }

  /** Whether a person wrote within the last seconds. True while Redis is down, since that is not known then. */
  anybody(): Promise<boolean> {
    const now = performance.now();
    if (now - this.toldAt < PRESENT_MS) return Promise.resolve(true);
    if (now - this.askedAt < KNOWN_FOR_MS) return this.known;
    this.askedAt = now;
    this.known = this.redis.exists(this.key).then(
      (found) => found === 1,
      () => true,
    );
    return this.known;
  }
}
