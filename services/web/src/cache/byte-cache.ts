import { LRUCache } from 'lru-cache';
import { CompressedBodies } from './compressed-bodies.js';
import type { ContentCoding } from './content-coding.js';
import type { Held } from './held.js';

/** From this part of the time on it is asked again ahead: the rest is what a busy upstream may take unnoticed. */
const AHEAD = 0.3;

/** What upstream said when asked again: nothing changed, or a new answer. */
export type Renewal = 'unchanged' | Held;

/** An answer and whether it is known to be current. */
export interface Read {
  readonly held: Held;
  readonly stale: boolean;
}

export interface ByteCacheOptions {
  /** Bodies, what they are compressed to, and keys together stay below this. */
  readonly maxBytes: number;
  /** How old the knowledge may be that an answer is current. */
  readonly freshMs: number;
  /** How long upstream may take before the last known answer is given instead. */
  readonly patienceMs: number;
  /** How old a last known answer may be. */
  readonly maxStaleMs: number;
  /** How long a failing upstream is left alone. */
  readonly pauseMs: number;
  /** Whether an error says that upstream is away; any other error is an answer, such as a 404. */
  readonly isOutage: (error: unknown) => boolean;
  /** Milliseconds of a clock that does not jump. */
  readonly now: () => number;
}

/** Asks upstream, with what is known. */
export type Renew = (held: Held | undefined) => Promise<Renewal>;

interface Entry {
  readonly held: Held;
  readonly renew: Renew;
  /** When the request began that last confirmed it. */
  checkedMs: number;
  failedMs: number;
}

/** A request upstream that is under way. */
interface Pending {
  readonly beganMs: number;
  readonly renewal: Promise<Held>;
}

/**
 * Answers as bytes, each confirmed by upstream at most `freshMs` before it is given.
 * One request upstream serves everyone who waits for the same key, and it is asked ahead of time while an answer
 * is still fresh, so that steady reading never waits. While upstream is away, the last known answer is given as stale;
 * once upstream says that there is no such thing any more, the last known answer is forgotten.
 */
export class ByteCache {
  private readonly entries: LRUCache<string, Entry>;
  private readonly pending = new Map<string, Pending>();
  private readonly keys = new WeakMap<Held, string>();
  private readonly compressedBodies = new CompressedBodies((held) => this.measureAgain(held));

  constructor(private readonly options: ByteCacheOptions) {
    this.entries = new LRUCache({
      maxSize: options.maxBytes,
      sizeCalculation: ({ held }, key) =>
        held.body.length + this.compressedBodies.bytesBeside(held) + key.length + 500,
    });
  }

  /** Bytes held at this moment. */
  get bytes(): number {
    return this.entries.calculatedSize;
  }

  /** The answer if it is fresh, without waiting for anything. */
  fresh(key: string): Held | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    const age = this.options.now() - entry.checkedMs;
    if (age >= this.options.freshMs) return undefined;
    if (age >= this.options.freshMs * AHEAD) this.renewAhead(key, entry);
    return entry.held;
  }

  /** The body of an answer compressed: at once where that was done before, else a promise. Counts as held from then on. */
  compressed(held: Held, coding: ContentCoding): Buffer | Promise<Buffer> {
    return this.compressedBodies.of(held, coding);
  }

  /** The answer, asked for if need be. Throws what `renew` throws when nothing usable is known. */
  async read(key: string, renew: Renew): Promise<Read> {
    const fresh = this.fresh(key);
    if (fresh !== undefined) return { held: fresh, stale: false };
    const entry = this.entries.get(key);
    if (entry === undefined || this.options.now() - entry.checkedMs > this.options.maxStaleMs) {
      return { held: await this.renewed(key, entry, renew), stale: false };
    }
    if (this.options.now() - entry.failedMs < this.options.pauseMs) return { held: entry.held, stale: true };
    return this.impatient(entry, this.renewed(key, entry, renew));
  }

  private async impatient(entry: Entry, renewed: Promise<Held>): Promise<Read> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Read>((resolve) => {
      timer = setTimeout(() => {
        entry.failedMs = this.options.now();
        resolve({ held: entry.held, stale: true });
      }, this.options.patienceMs);
    });
    const answered = renewed.then(
      (held) => ({ held, stale: false }),
      (error: unknown) => {
        if (!this.options.isOutage(error)) throw error;
        // The mark on the answer tells the outage.
        return { held: entry.held, stale: true };
      },
    );
    try {
      return await Promise.race([answered, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private renewAhead(key: string, entry: Entry): void {
    if (this.pending.has(key) || this.options.now() - entry.failedMs < this.options.pauseMs) return;
    // A failure ahead of time costs nobody anything; `read` meets it again once the answer is no longer fresh.
    this.renewed(key, entry, entry.renew).catch(() => undefined);
  }

  private renewed(key: string, entry: Entry | undefined, renew: Renew): Promise<Held> {
    const beganMs = this.options.now();
    const known = this.pending.get(key);
    if (known !== undefined) {
      if (beganMs - known.beganMs < this.options.freshMs) return known.renewal;
      // Upstream may have answered long ago a request that takes longer than its word is fresh: it is asked again.
      return known.renewal.then(() => this.renewed(key, this.entries.get(key) ?? entry, renew));
    }
    const renewal = this.renew(key, entry, renew).finally(() => this.pending.delete(key));
    this.pending.set(key, { beganMs, renewal });
    return renewal;
  }

  private async renew(key: string, entry: Entry | undefined, renew: Renew): Promise<Held> {
    const beganMs = this.options.now();
    try {
      const renewal = await renew(entry?.held);
      if (renewal === 'unchanged' && entry !== undefined) {
        entry.checkedMs = beganMs;
        return entry.held;
      }
      if (renewal === 'unchanged')
        throw new Error('upstream said "unchanged" of an answer that was never asked for');
      if (renewal.status === 200) {
        this.keys.set(renewal, key);
        // Pages are made anew more often than they change.
        if (entry?.held.body.equals(renewal.body)) this.compressedBodies.share(entry.held, renewal);
        this.entries.set(key, {
          held: renewal,
          renew,
          checkedMs: beganMs,
          failedMs: Number.NEGATIVE_INFINITY,
        });
      } else if (renewal.status < 500) this.entries.delete(key);
      return renewal;
    } catch (error) {
      if (!this.options.isOutage(error)) this.entries.delete(key);
      else if (entry !== undefined) entry.failedMs = this.options.now();
      throw error;
    }
  }

  /** Takes account of what is kept beside an answer now: the size of what is in already is not asked again. */
  private measureAgain(held: Held): void {
    const key = this.keys.get(held);
    const entry = key === undefined ? undefined : this.entries.peek(key);
    if (key === undefined || entry === undefined) return;
    this.entries.delete(key);
    this.entries.set(key, entry);
  }
}
