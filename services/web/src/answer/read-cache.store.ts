import { performance } from 'node:perf_hooks';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, metrics, Problem, routeOf } from '@paperboy/platform';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { ByteCache } from '../cache/byte-cache.js';
import type { Held } from '../cache/held.js';
import type { WebConfig } from '../web.config.js';

/** No answer is given on knowledge older than this. */
const FRESH_MS = 50;
const PATIENCE_MS = 1_000;
const MAX_STALE_MS = 15 * 60_000;
const PAUSE_MS = 500;
const SHORTCUTS = 5_000;
const LONGEST_SHORTCUT = 300;

/** What a URL that was answered before stands for. */
interface Shortcut {
  key: string;
  /** The pattern of its route. */
  route: string;
}

/** The one cache of this replica, for answers of the services and for pages of people who are not signed in. */
@Injectable()
export class ReadCache extends ByteCache {
  private readonly shortcuts = new LRUCache<string, Shortcut>({ max: SHORTCUTS });

  constructor(@Inject(CONFIG) config: WebConfig) {
    super({
      maxBytes: config.CACHE_MEGABYTES * 1024 * 1024,
      freshMs: FRESH_MS,
      patienceMs: PATIENCE_MS,
      maxStaleMs: MAX_STALE_MS,
      pauseMs: PAUSE_MS,
      isOutage,
      now: () => performance.now(),
    });
    const bytes = () => this.bytes;
    metrics.gauge({
      name: 'paperboy_web_cache_bytes',
      help: 'Bytes held in the cache of answers.',
      collect() {
        this.set(bytes());
      },
    });
  }

  /** Remembers that a URL, asked for without a cookie, is answered under this key by the route with this pattern. */
  remember(request: FastifyRequest, key: string): void {
    const { url } = request;
    if (url.length <= LONGEST_SHORTCUT) this.shortcuts.set(url, { key, route: routeOf(request) });
  }

  /** The fresh answer for a URL that was answered before, without routing or checking anything again. */
  freshFor(url: string): { held: Held; route: string } | undefined {
    const shortcut = this.shortcuts.get(url);
    const held = shortcut && this.fresh(shortcut.key);
    return held && { held, route: shortcut.route };
  }
}

/** A service that says no has answered; only failures and time-outs are outages. */
function isOutage(error: unknown): boolean {
  return !(error instanceof Problem) || error.retriable || error.status >= 500;
}
