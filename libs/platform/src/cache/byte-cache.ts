import { LRUCache } from 'lru-cache';
import type { CacheEntry } from './cache-entry.js';
import { CompressedBodies } from './compressed-bodies.js';
import type { ContentCoding } from './content-coding.js';
import { SingleFlight } from './single-flight.js';

/**
 * After this part of the fresh time an entry is revalidated ahead of time. The rest is the time that a busy upstream
 * may take unnoticed.
 */
export const AHEAD = 0.3;

/** The outcome of a request to upstream. */
export type Revalidation<Entry extends CacheEntry = CacheEntry> =
  | 'unchanged'
  /** A new answer. An answer with an error status is not kept, and removes the old one. */
  | Entry
  /**
   * An entry, or `unchanged`, with the begin of the request that confirmed it, since one request may serve several
   * entries.
   */
  | { readonly entry: Entry | 'unchanged'; readonly checkedMs: number }
  /** An answer for the requests that wait. It is not kept, and the known entry stays. */
  | { readonly passing: Entry };

/** An answer, and whether it is stale because upstream is away. */
export interface CachedAnswer<Entry extends CacheEntry = CacheEntry> {
  readonly entry: Entry;
  readonly stale: boolean;
}

export interface ByteCacheOptions<Entry extends CacheEntry = CacheEntry> {
  /** The most bytes of bodies, of their compressed forms, and of keys together. */
  readonly maxBytes: number;
  /** How long an entry is fresh after its confirmation. */
  readonly freshMs: number;
  /** How long a request waits for upstream before it gets the stale answer. By default as long as upstream takes. */
  readonly patienceMs?: number;
  /** The greatest age of a stale answer. */
  readonly maxStaleMs: number;
  /** How long no further request is sent to an upstream that failed. */
  readonly pauseMs: number;
  /** Whether an error means that upstream is away. Any other error is an answer, such as a 404. */
  readonly isOutage: (error: unknown) => boolean;
  /** Milliseconds of a clock that does not jump. */
  readonly now: () => number;
  /** Bytes that an entry holds in addition to its body. */
  readonly bytesBeside?: (entry: Entry) => number;
}

/** Requests the answer from upstream. Gets the known entry, if there is one. */
export type Revalidate<Entry extends CacheEntry = CacheEntry> = (
  known: Entry | undefined,
) => Promise<Revalidation<Entry>>;

interface Slot<Entry extends CacheEntry> {
  readonly entry: Entry;
  readonly revalidate: Revalidate<Entry>;
  /** The begin of the request that last confirmed the entry. */
  checkedMs: number;
  failedMs: number;
}

/**
 * Keeps answers as bytes. An answer is given only when upstream confirmed it within the last `freshMs`. One request to
 * upstream serves all readers of the same key. It is sent ahead of time while an entry is still fresh, so that steady
 * reading never waits. While upstream is away, the last answer is given as stale. When upstream answers with an error
 * such as 404, the entry is removed.
 */
export class ByteCache<Entry extends CacheEntry = CacheEntry> {
  private readonly slots: LRUCache<string, Slot<Entry>>;
  private readonly flights: SingleFlight<Entry>;
  private readonly keys = new WeakMap<CacheEntry, string>();
  private readonly compressedBodies = new CompressedBodies((entry) => this.measureAgain(entry));

  constructor(private readonly options: ByteCacheOptions<Entry>) {
    this.flights = new SingleFlight(options.freshMs, options.now);
    this.slots = new LRUCache({
      maxSize: options.maxBytes,
      sizeCalculation: ({ entry }, key) =>
        entry.body.length +
        this.compressedBodies.bytesBeside(entry) +
        (options.bytesBeside?.(entry) ?? 0) +
        key.length +
        500,
    });
  }

  /** Bytes kept at this moment. */
  get bytes(): number {
    return this.slots.calculatedSize;
  }

  /** The entry if it is fresh, without waiting for anything. */
  fresh(key: string): Entry | undefined {
    const slot = this.slots.get(key);
    if (slot === undefined) return undefined;
    const age = this.options.now() - slot.checkedMs;
    if (age >= this.options.freshMs) return undefined;
    if (age >= this.options.freshMs * AHEAD) this.revalidateAhead(key, slot);
    return slot.entry;
  }

  /**
   * The compressed body of an entry: at once when it was compressed before, else a promise. It counts as kept from then
   * on.
   */
  compressed(entry: CacheEntry, coding: ContentCoding): Buffer | Promise<Buffer> {
    return this.compressedBodies.of(entry, coding);
  }

  /** The answer. Calls `revalidate` when it is not fresh. Throws its error when there is no usable answer. */
  async read(key: string, revalidate: Revalidate<Entry>): Promise<CachedAnswer<Entry>> {
    const fresh = this.fresh(key);
    if (fresh !== undefined) return { entry: fresh, stale: false };
    const slot = this.slots.get(key);
    if (slot === undefined || this.options.now() - slot.checkedMs > this.options.maxStaleMs) {
      return { entry: await this.revalidated(key, slot, revalidate), stale: false };
    }
    if (this.options.now() - slot.failedMs < this.options.pauseMs) return { entry: slot.entry, stale: true };
    return this.impatient(slot, this.revalidated(key, slot, revalidate));
  }

  private async impatient(slot: Slot<Entry>, revalidated: Promise<Entry>): Promise<CachedAnswer<Entry>> {
    const answered = revalidated.then(
      (entry) => ({ entry, stale: false }),
      (error: unknown) => {
        if (!this.options.isOutage(error)) throw error;
        // The outage is visible as `stale` on the answer.
        return { entry: slot.entry, stale: true };
      },
    );
    const { patienceMs } = this.options;
    if (patienceMs === undefined) return answered;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<CachedAnswer<Entry>>((resolve) => {
      timer = setTimeout(() => {
        slot.failedMs = this.options.now();
        resolve({ entry: slot.entry, stale: true });
      }, patienceMs);
    });
    try {
      return await Promise.race([answered, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private revalidateAhead(key: string, slot: Slot<Entry>): void {
    if (this.flights.has(key) || this.options.now() - slot.failedMs < this.options.pauseMs) return;
    // A failure ahead of time disturbs nobody. `read` meets it again when the entry is no longer fresh.
    this.revalidated(key, slot, slot.revalidate).catch(() => undefined);
  }

  private revalidated(
    key: string,
    slot: Slot<Entry> | undefined,
    revalidate: Revalidate<Entry>,
  ): Promise<Entry> {
    return this.flights.run(key, (beganMs) =>
      this.ask(key, this.slots.peek(key) ?? slot, revalidate, beganMs),
    );
  }

  private async ask(
    key: string,
    slot: Slot<Entry> | undefined,
    revalidate: Revalidate<Entry>,
    beganMs: number,
  ): Promise<Entry> {
    try {
      const said = await revalidate(slot?.entry);
      if (said !== 'unchanged' && 'passing' in said) return said.passing;
      const { entry, checkedMs } =
        said === 'unchanged' || !('entry' in said) ? { entry: said, checkedMs: beganMs } : said;
      if (entry === 'unchanged') {
        if (slot === undefined)
          throw new Error('upstream answered "not modified" for an answer that is not cached');
        slot.checkedMs = checkedMs;
        return slot.entry;
      }
      if (entry.status === 200) this.keep(key, slot, { entry, revalidate, checkedMs, failedMs: NEVER });
      else if (entry.status < 500) this.slots.delete(key);
      return entry;
    } catch (error) {
      if (!this.options.isOutage(error)) this.slots.delete(key);
      else if (slot !== undefined) slot.failedMs = this.options.now();
      throw error;
    }
  }

  private keep(key: string, old: Slot<Entry> | undefined, slot: Slot<Entry>): void {
    this.keys.set(slot.entry, key);
    // Pages are made again more often than their bytes change.
    if (old?.entry.body.equals(slot.entry.body)) this.compressedBodies.share(old.entry, slot.entry);
    this.slots.set(key, slot);
  }

  /** Counts the bytes of an entry again, since the cache does not measure an entry that it holds already. */
  private measureAgain(entry: CacheEntry): void {
    const key = this.keys.get(entry);
    const slot = key === undefined ? undefined : this.slots.peek(key);
    if (key === undefined || slot === undefined) return;
    this.slots.delete(key);
    this.slots.set(key, slot);
  }
}

const NEVER = Number.NEGATIVE_INFINITY;
