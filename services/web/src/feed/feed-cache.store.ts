import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { Inject, Injectable } from '@nestjs/common';
import { FEED_TYPES, type FeedFormat } from '@paperboy/contracts';
import { ByteCache, type CachedAnswer, Clock, CONFIG, Problem } from '@paperboy/platform';
import { cacheBytes, type WebConfig } from '../web.config.js';
import type { Feed } from './feed.js';
import { feedDocument } from './feed-document.js';

/**
 * How long a feed is served from memory without a new request to the services: many programs poll every few minutes.
 */
export const FRESH_MS = 25_000;
/** How long a client may keep a feed. Together with the time in memory it is less than a minute. */
export const MAX_AGE_SECONDS = 30;
const PATIENCE_MS = 2_000;
const MAX_STALE_MS = 15 * 60_000;
const PAUSE_MS = 500;
/** A feed, and whether papers may be missing in it for now. */
export interface Made {
  readonly feed: Feed;
  readonly incomplete?: boolean;
}

/** The feeds of this replica as bytes. */
@Injectable()
export class FeedCache extends ByteCache {
  constructor(
    @Inject(CONFIG) config: WebConfig,
    private readonly clock: Clock,
  ) {
    super({
      maxBytes: cacheBytes(config).feeds,
      freshMs: FRESH_MS,
      patienceMs: PATIENCE_MS,
      maxStaleMs: MAX_STALE_MS,
      pauseMs: PAUSE_MS,
      isOutage: (error) => !(error instanceof Problem) || error.retriable || error.status >= 500,
      now: () => performance.now(),
    });
  }

  /**
   * A feed in a format, made again when it is no longer fresh. Throws what `make` throws when no earlier bytes of the
   * feed can be given.
   */
  feed(format: FeedFormat, path: string, make: () => Promise<Made>): Promise<CachedAnswer> {
    return this.read(path, async (known) => {
      const { feed, incomplete = false } = await make();
      const body = feedDocument(format, feed);
      // Equal bytes keep their `last-modified`.
      if (known?.body.equals(body) && isIncomplete(known.headers) === incomplete) return 'unchanged';
      const headers = {
        'content-type': `${FEED_TYPES[format]}; charset=utf-8`,
        'cache-control': incomplete ? 'no-cache' : `public, max-age=${MAX_AGE_SECONDS}`,
        etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
        'last-modified': this.clock.now().toUTCString(),
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        ...(incomplete ? { 'x-paperboy-stale': 'rebuilding' } : {}),
      };
      return { status: 200, headers, body };
    });
  }
}

function isIncomplete(headers: Readonly<Record<string, string>>): boolean {
  return headers['x-paperboy-stale'] !== undefined;
}
