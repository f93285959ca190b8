import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, REDIS, redisPrefix } from '@paperboy/platform';
import type { Redis } from 'ioredis';
import type { CatalogConfig } from '../catalog.config.js';

/** For how long a person who wrote counts as present, in ms. */
const PRESENT_MS = 3_000;
/** How old what a replica knows of the others may be, in ms. */
const KNOWN_FOR_MS = 250;

/**
 * Whether people write at present, at whichever replica. Bulk work asks before each piece, and a person's write costs one
 * command a second at most.
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

  /** A person writes now. */
  note(): void {
    const now = performance.now();
    if (now - this.toldAt < PRESENT_MS / 3) return;
    this.toldAt = now;
    // Nothing waits for it: without Redis bulk work takes people for present anyway.
    this.redis.set(this.key, '1', 'PX', PRESENT_MS).catch(() => undefined);
  }

  /** Whether a person wrote within the last seconds; true while Redis is away, since nobody knows then. */
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
