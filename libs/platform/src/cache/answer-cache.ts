import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { routeOf } from '../http/request-route.js';
import { ByteCache } from './byte-cache.js';
import type { CacheEntry } from './cache-entry.js';

const SHORTCUTS = 5_000;
const LONGEST_URL = 300;

/** The cache key of a URL that was answered before. */
export interface Shortcut {
  /** The key of its entry. */
  readonly key: string;
  /** The pattern of its route. */
  readonly route: string;
  /** The URL of the next page, for answers that name one. */
  readonly next?: string;
}

/** A cache of answers that remembers the URLs of its entries, so that a fresh answer needs no routing. */
export class AnswerCache<Entry extends CacheEntry = CacheEntry> extends ByteCache<Entry> {
  private readonly shortcuts = new LRUCache<string, Shortcut>({ max: SHORTCUTS });

  /** Remembers the key of a URL. The answer must depend on nothing else in the request. */
  remember(request: FastifyRequest, key: string, next?: string): void {
    const { url } = request;
    if (url.length > LONGEST_URL) return;
    this.shortcuts.set(url, { key, route: routeOf(request), ...(next === undefined ? {} : { next }) });
  }

  /** The fresh entry of a URL that was answered before, without routing or checking the request again. */
  freshFor(url: string): { entry: Entry; shortcut: Shortcut } | undefined {
    const shortcut = this.shortcuts.get(url);
    const entry = shortcut && this.fresh(shortcut.key);
    return entry && { entry, shortcut };
  }
}
