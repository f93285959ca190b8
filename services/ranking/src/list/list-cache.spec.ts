import { describe, expect, it } from '@jest/globals';
import { ListCache, type Version } from './list-cache.js';

function cacheOf(versions: () => Promise<Version>) {
  let now = 0;
  let asked = 0;
  let rendered = 0;
  const cache = new ListCache(
    () => {
      asked++;
      return versions();
    },
    () => now,
  );
  const get = (text = 'list') =>
    cache.read('key', (known) =>
      cache.revalidate(known, 'day', async () => {
        rendered++;
        return { bytes: Buffer.from(text), marked: Buffer.from(`${text}, being rebuilt`) };
      }),
    );
  return {
    get,
    fresh: () => cache.fresh('key'),
    pass: (ms: number) => {
      now += ms;
    },
    counts: () => ({ asked, rendered }),
  };
}

describe('the cache of lists', () => {
  it('asks for the version once in 40 ms and renders once for each version', async () => {
    let version = 'a';
    const cache = cacheOf(async () => ({ version, rebuilding: false }));
    await Promise.all([cache.get(), cache.get(), cache.get()]);
    expect(cache.counts()).toEqual({ asked: 1, rendered: 1 });
    expect(cache.fresh()?.headers.etag).toBe('"a"');
    cache.pass(41);
    expect(cache.fresh()).toBeUndefined();
    await cache.get();
    expect(cache.counts()).toEqual({ asked: 2, rendered: 1 });
    version = 'b';
    cache.pass(41);
    expect((await cache.get('newer')).entry.body.toString()).toBe('newer');
    expect(cache.counts()).toEqual({ asked: 3, rendered: 2 });
  });

  it('gives who comes while a slow question is under way no word that is older than 40 ms', async () => {
    const answers: ((version: string) => void)[] = [];
    const cache = cacheOf(
      () => new Promise((resolve) => answers.push((version) => resolve({ version, rebuilding: false }))),
    );
    const first = cache.get();
    cache.pass(39);
    const soon = cache.get();
    cache.pass(1);
    const late = [cache.get('newer'), cache.get('newer')];
    answers.shift()?.('a');
    expect([(await first).entry.version, (await soon).entry.version]).toEqual(['a', 'a']);
    await new Promise(setImmediate);
    answers.shift()?.('b');
    for (const one of late) expect((await one).entry.version).toBe('b');
    expect(cache.counts().asked).toBe(2);
  });

  it('serves the last bytes as stale while the version can not be asked, and fails when there are none', async () => {
    let away = true;
    const cache = cacheOf(async () => {
      if (away) throw new Error('away');
      return { version: 'a', rebuilding: false };
    });
    await expect(cache.get()).rejects.toThrow('away');
    away = false;
    expect((await cache.get()).stale).toBe(false);
    away = true;
    cache.pass(41);
    expect(await cache.get()).toMatchObject({ stale: true, entry: { version: 'a' } });
  });

  it('keeps showing the whole list, marked, while a new one is being read, and then the new one', async () => {
    let now: Version = { version: 'a', rebuilding: false };
    const cache = cacheOf(async () => now);
    await cache.get('whole');
    now = { version: 'a', rebuilding: true };
    cache.pass(41);
    expect((await cache.get('half')).entry.headers['x-paperboy-stale']).toBe('rebuilding');
    expect(cache.fresh()).toBeUndefined();
    now = { version: 'b', rebuilding: true };
    cache.pass(41);
    const during = await cache.get('half');
    expect(during.entry.headers['x-paperboy-stale']).toBe('rebuilding');
    expect(during.entry.body.toString()).toBe('whole, being rebuilt');
    now = { version: 'c', rebuilding: false };
    cache.pass(41);
    expect((await cache.get('new')).entry.body.toString()).toBe('new');
  });

  it('asks ahead for who reads steadily, once, and gives up nothing of what 40 ms allow', async () => {
    let version: Promise<Version> = Promise.resolve({ version: 'a', rebuilding: false });
    const cache = cacheOf(() => version);
    await cache.get();
    cache.pass(11);
    expect(cache.fresh()?.version).toBe('a');
    expect(cache.counts().asked).toBe(1);
    cache.pass(1);
    version = Promise.resolve({ version: 'b', rebuilding: false });
    expect([cache.fresh()?.version, cache.fresh()?.version]).toEqual(['a', 'a']);
    expect(cache.counts().asked).toBe(2);
    await new Promise(setImmediate);
    // The next version is rendered ahead of time as well, so that no request waits for it.
    expect(cache.counts()).toEqual({ asked: 2, rendered: 2 });
    expect(cache.fresh()?.version).toBe('b');
    version = Promise.reject(new Error('away'));
    cache.pass(39);
    expect(cache.fresh()?.version).toBe('b');
    cache.pass(1);
    expect(cache.fresh()).toBeUndefined();
    expect(await cache.get()).toMatchObject({ stale: true, entry: { version: 'b' } });
  });
});
