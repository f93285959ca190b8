import { randomBytes } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { ByteCache, type Revalidation } from './byte-cache.js';
import type { CacheEntry } from './cache-entry.js';

function answer(text: string, version = text): CacheEntry {
  return { status: 200, headers: {}, body: Buffer.from(text), version };
}

/** Upstream says that there is no such thing. */
class Gone extends Error {}

class Upstream {
  asked: (string | undefined)[] = [];
  private waiting: { resolve: (said: Revalidation) => void; reject: (error: Error) => void }[] = [];
  readonly revalidate = (entry: CacheEntry | undefined): Promise<Revalidation> => {
    this.asked.push(entry?.version);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  };
  answers(said: Revalidation): void {
    this.waiting.shift()?.resolve(said);
  }
  fails(): void {
    this.waiting.shift()?.reject(new Error('away'));
  }
  saysGone(): void {
    this.waiting.shift()?.reject(new Gone());
  }
}

function setUp(options: { maxBytes?: number; patienceMs?: number } = {}) {
  const clock = { ms: 1_000 };
  const upstream = new Upstream();
  const cache = new ByteCache({
    maxBytes: options.maxBytes ?? 100_000,
    freshMs: 50,
    patienceMs: options.patienceMs ?? 60_000,
    maxStaleMs: 600_000,
    pauseMs: 500,
    isOutage: (error) => !(error instanceof Gone),
    now: () => clock.ms,
  });
  const read = () => cache.read('k', upstream.revalidate);
  const warm = async (text: string) => {
    const first = read();
    upstream.answers(answer(text));
    await first;
  };
  return { clock, upstream, cache, read, warm };
}

describe('the cache of bytes', () => {
  it('forgets an answer once upstream says that it is gone, and gives it in no outage after that', async () => {
    const { clock, upstream, read, warm } = setUp();
    await warm('a');
    clock.ms += 60;
    const after = read();
    upstream.saysGone();
    await expect(after).rejects.toBeInstanceOf(Gone);
    const later = read();
    upstream.fails();
    await expect(later).rejects.toThrow('away');
    expect(upstream.asked).toEqual([undefined, 'a', undefined]);
  });

  it('forgets an answer when upstream now answers another status, such as 404', async () => {
    const { clock, upstream, read, warm } = setUp();
    await warm('a');
    clock.ms += 60;
    const after = read();
    upstream.answers({ ...answer('gone'), status: 404 });
    expect((await after).entry.status).toBe(404);
    const later = read();
    upstream.fails();
    await expect(later).rejects.toThrow('away');
  });

  it('asks once for everyone who waits for the same answer', async () => {
    const { upstream, read } = setUp();
    const readers = [read(), read(), read()];
    upstream.answers(answer('a'));
    for (const reader of readers) expect((await reader).entry.body.toString()).toBe('a');
    expect(upstream.asked).toEqual([undefined]);
  });

  it('gives an answer for less than 50 ms without asking, then only after asking', async () => {
    const { clock, upstream, read, warm } = setUp();
    await warm('a');
    clock.ms += 14;
    expect((await read()).entry.body.toString()).toBe('a');
    expect(upstream.asked).toHaveLength(1);
    clock.ms += 36;
    const after = read();
    expect(upstream.asked).toEqual([undefined, 'a']);
    upstream.answers(answer('b'));
    expect(await after).toMatchObject({ stale: false, entry: { version: 'b' } });
  });

  it('counts the age from when the confirming request began', async () => {
    const { clock, upstream, read } = setUp();
    const first = read();
    clock.ms += 49;
    upstream.answers(answer('slow'));
    await first;
    clock.ms += 1;
    const second = read();
    expect(upstream.asked).toHaveLength(2);
    upstream.answers('unchanged');
    expect((await second).entry.body.toString()).toBe('slow');
  });

  it('gives who comes while a slow request is under way no answer that may be 50 ms older', async () => {
    const { clock, upstream, read } = setUp();
    const first = read();
    clock.ms += 49;
    const soon = read();
    clock.ms += 1;
    const late = [read(), read()];
    upstream.answers(answer('a'));
    expect([(await first).entry.version, (await soon).entry.version]).toEqual(['a', 'a']);
    await new Promise(setImmediate);
    upstream.answers(answer('b'));
    for (const one of late) expect((await one).entry.version).toBe('b');
    expect(upstream.asked).toEqual([undefined, 'a']);
  });

  it('asks ahead after a third of the time without making the reader wait', async () => {
    const { clock, upstream, cache, read, warm } = setUp();
    await warm('a');
    clock.ms += 30;
    expect((await read()).entry.version).toBe('a');
    expect((await read()).entry.version).toBe('a');
    expect(upstream.asked).toEqual([undefined, 'a']);
    upstream.answers('unchanged');
    await new Promise(setImmediate);
    clock.ms += 49;
    expect(cache.fresh('k')?.version).toBe('a');
  });

  it('gives the last known answer, marked, when upstream fails, and leaves it alone for a while', async () => {
    const { clock, upstream, read, warm } = setUp();
    await warm('a');
    clock.ms += 60;
    const failing = read();
    upstream.fails();
    expect(await failing).toMatchObject({ stale: true, entry: { version: 'a' } });
    clock.ms += 100;
    expect(await read()).toMatchObject({ stale: true });
    expect(upstream.asked).toHaveLength(2);
    clock.ms += 500;
    const later = read();
    upstream.answers(answer('b'));
    expect(await later).toMatchObject({ stale: false, entry: { version: 'b' } });
  });

  it('does not wait long for a frozen upstream when an answer is known', async () => {
    const { clock, read, warm } = setUp({ patienceMs: 5 });
    await warm('a');
    clock.ms += 60;
    expect(await read()).toMatchObject({ stale: true, entry: { version: 'a' } });
  });

  it('says so when nothing is known, or only something too old', async () => {
    const { clock, upstream, read, warm } = setUp();
    const first = read();
    upstream.fails();
    await expect(first).rejects.toThrow('away');
    await warm('a');
    clock.ms += 600_001;
    const old = read();
    upstream.fails();
    await expect(old).rejects.toThrow('away');
  });

  it('compresses an answer once for each coding, however many wait for it', async () => {
    const { cache, read, warm } = setUp();
    await warm('a'.repeat(2_000));
    const { entry } = await read();
    const making = cache.compressed(entry, 'br');
    expect(cache.compressed(entry, 'br')).toBe(making);
    const bytes = await making;
    expect(brotliDecompressSync(bytes)).toEqual(entry.body);
    expect(cache.compressed(entry, 'br')).toBe(bytes);
    expect(gunzipSync(await cache.compressed(entry, 'gzip'))).toEqual(entry.body);
  });

  it('keeps what it compressed while an answer is made anew without changing, and no longer', async () => {
    const { clock, cache, upstream, read, warm } = setUp();
    await warm('a'.repeat(2_000));
    const bytes = await cache.compressed((await read()).entry, 'gzip');
    const again = async (text: string) => {
      clock.ms += 60;
      const again = read();
      upstream.answers(answer(text));
      return (await again).entry;
    };
    const same = await again('a'.repeat(2_000));
    expect(cache.compressed(same, 'gzip')).toBe(bytes);
    const other = await again('b'.repeat(2_000));
    expect(gunzipSync(await cache.compressed(other, 'gzip'))).toEqual(other.body);
  });

  it('counts what it compressed among the bytes that it holds, and lets go of both together', async () => {
    const { cache } = setUp({ maxBytes: 10_000 });
    const body = randomBytes(2_000).toString('base64');
    const { entry } = await cache.read('k', async () => answer(body));
    const before = cache.bytes;
    const packed = await cache.compressed(entry, 'br');
    expect(cache.bytes).toBe(before + packed.length);
    expect(cache.fresh('k')).toBe(entry);
    await cache.read('other', async () => answer('x'.repeat(6_000)));
    expect(cache.fresh('k')).toBeUndefined();
    expect(cache.bytes).toBeLessThan(10_000);
  });

  it('keeps only good answers, and no more bytes than allowed', async () => {
    const { cache, upstream, read } = setUp({ maxBytes: 5_000 });
    const missing = read();
    upstream.answers({ status: 404, headers: {}, body: Buffer.from('no') });
    expect((await missing).entry.status).toBe(404);
    expect(cache.bytes).toBe(0);
    for (let index = 0; index < 20; index += 1) {
      await cache.read(`k${index}`, async () => answer('x'.repeat(1_000)));
      expect(cache.bytes).toBeLessThanOrEqual(5_000);
    }
  });
});
