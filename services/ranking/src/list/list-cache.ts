import { AHEAD, AnswerCache, type CacheEntry, type Revalidation, SingleFlight } from '@paperboy/platform';
import { LRUCache } from 'lru-cache';

/** The version of a list in Redis, on which its bytes depend. */
export interface Version {
  /** Empty when Redis holds no lists. */
  version: string;
  /** Some of the history is still to be read. */
  rebuilding: boolean;
}

/** A list rendered as bytes. */
export interface Rendered {
  bytes: Buffer;
  /** What the URL of the next page has in addition to its number, such as `&v=…`; absent without a next page. */
  further?: string;
  /** The order that was asked for is not known any more. */
  orderLost?: boolean;
  /** The same list, marked as being rebuilt, when the format has such a mark. */
  marked?: Buffer;
}

/** A list's answer in the cache. */
export interface ListCacheEntry extends CacheEntry {
  readonly version: string;
  readonly further?: string;
  readonly marked?: Buffer;
  readonly renderedMs: number;
  /** The headers as names and values in turn. Built once, because most answers use them unchanged. */
  readonly flatHeaders: readonly string[];
}

/** How long a list version is used before Redis is asked again. Below the promised 50 ms, since asking takes time. */
const FRESH_MS = 40;
/**
 * A page is rendered again after this time, even if its list is the same: rendering renews the order that it begins.
 */
const RENDERED_FOR_MS = 4 * 60_000;
const MOST_BYTES = 64 * 1024 * 1024;

interface Checked {
  readonly checkedMs: number;
  readonly version: Version;
}

/** Keeps lists as bytes and serves them only against a list version at most 50 ms old. */
export class ListCache extends AnswerCache<ListCacheEntry> {
  private readonly versions = new LRUCache<string, Checked>({ max: 10_000 });
  private readonly asking: SingleFlight<Checked>;

  constructor(
    private readonly versionOf: (list: string) => Promise<Version>,
    private readonly now: () => number,
  ) {
    super({
      maxBytes: MOST_BYTES,
      freshMs: FRESH_MS,
      maxStaleMs: Number.POSITIVE_INFINITY,
      pauseMs: 0,
      isOutage: () => true,
      now,
      bytesBeside: ({ marked }) => marked?.length ?? 0,
    });
    this.asking = new SingleFlight(FRESH_MS, now);
  }

  /**
   * Answers the bytes of a query for the current version of its list, and renders them when the known ones are older.
   * While the history is read again the lists are incomplete. Then the known answer, or a new one, is given with a
   * mark, and nothing is cached.
   */
  async revalidate(
    known: ListCacheEntry | undefined,
    list: string,
    render: () => Promise<Rendered>,
  ): Promise<Revalidation<ListCacheEntry>> {
    const { checkedMs, version } = await this.version(list);
    if (version.rebuilding) {
      return { passing: beingRebuilt(known ?? this.entryOf(version.version, await render())) };
    }
    const lasts = known !== undefined && this.now() - known.renderedMs < RENDERED_FOR_MS;
    if (lasts && known.version === version.version) return { entry: 'unchanged', checkedMs };
    return { entry: this.entryOf(version.version, await render()), checkedMs };
  }

  /**
   * The version of a list, asked once for all of its pages. It is asked again a little before it is too old.
   */
  private version(list: string): Promise<Checked> {
    const checked = this.versions.get(list);
    if (checked && this.now() - checked.checkedMs < FRESH_MS * AHEAD) return Promise.resolve(checked);
    return this.asking.run(list, async (checkedMs) => {
      const found = { checkedMs, version: await this.versionOf(list) };
      this.versions.set(list, found);
      return found;
    });
  }

  private entryOf(version: string, { bytes, further, marked, orderLost }: Rendered): ListCacheEntry {
    const headers = {
      etag: `"${version}"`,
      'cache-control': 'no-cache',
      'x-list-version': version,
      ...(orderLost ? { 'x-list-order': 'lost' } : {}),
    };
    return {
      status: 200,
      headers,
      flatHeaders: Object.entries(headers).flat(),
      body: bytes,
      version,
      renderedMs: this.now(),
      ...(further === undefined ? {} : { further }),
      ...(marked ? { marked } : {}),
    };
  }
}

/** The same answer, marked as being rebuilt. */
function beingRebuilt(entry: ListCacheEntry): ListCacheEntry {
  const headers = { ...entry.headers, 'x-paperboy-stale': 'rebuilding' };
  return { ...entry, headers, flatHeaders: Object.entries(headers).flat(), body: entry.marked ?? entry.body };
}
