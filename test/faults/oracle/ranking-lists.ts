import { inspect } from 'node:util';
import { redisPrefix } from '@paperboy/platform';
import { testStack } from '@paperboy/testing';
import { Redis } from 'ioredis';
import type { ListPath, ListPlace } from './brute-force.js';

interface Item {
  paper: { id: string; upvotes: number; submittedOnDailyBy?: { _id: string } };
}

/** A whole list as a replica of ranking answers it, page by page. */
export async function readList(address: string, path: ListPath): Promise<ListPlace[]> {
  const places: ListPlace[] = [];
  for (let page = 0; ; page++) {
    const url = `${address}/internal/lists/${path}${path.includes('?') ? '&' : '?'}limit=100&p=${page}`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    const { items, total, rebuilding } = (await answer.json()) as {
      items: Item[];
      total: number;
      rebuilding: boolean;
    };
    if (rebuilding) throw new Error(`${url} says that it is being rebuilt`);
    places.push(
      ...items.map(({ paper: { id, upvotes, submittedOnDailyBy: by } }) => ({
        id,
        upvotes,
        ...(by ? { by: by._id } : {}),
      })),
    );
    if (places.length >= total || items.length === 0) return places;
  }
}

/** Where two lists part, in words; undefined when they are equal. */
export function difference(
  path: ListPath,
  wanted: readonly ListPlace[],
  got: readonly ListPlace[],
): string | undefined {
  const at = Array.from({ length: Math.max(wanted.length, got.length) }, (_, n) => n).find(
    (n) => JSON.stringify(wanted[n]) !== JSON.stringify(got[n]),
  );
  if (at === undefined) return undefined;
  return `${path} at ${at} of ${wanted.length}: counted ${inspect(wanted[at])}, listed ${inspect(got[at])}`;
}

/** What ranking holds in Redis that Kafka alone determines, key by key, in a form that can be compared. */
export async function dumpLists(namespace: string): Promise<Map<string, string>> {
  const redis = new Redis(testStack().redisUrl);
  try {
    const root = redisPrefix(namespace, 'ranking');
    const prefix = `${root}g${await redis.get(`${root}current`)}:`;
    const dump = new Map<string, string>();
    for (const key of await keysOf(redis, prefix)) {
      const name = key.slice(prefix.length);
      // Offsets and list versions tell how it came to be, and not what it is.
      if (name === 'positions' || name === 'versions') continue;
      dump.set(name, JSON.stringify(await contentOf(redis, key)));
    }
    return dump;
  } finally {
    redis.disconnect();
  }
}

/**
 * The keys of papers that are packed in a dump. MongoDB holds what they stand for, and lists that are made anew have
 * these papers unpacked.
 */
export function keysOfPacked(dump: ReadonlyMap<string, string>): Set<string> {
  const keys = new Set<string>();
  for (const [key, content] of dump) {
    if (!key.startsWith('x:') || !(JSON.parse(content) as [string, string][]).some(([name]) => name === 'z'))
      continue;
    const paper = key.slice('x:'.length);
    for (const kind of ['x', 'v']) keys.add(`${kind}:${paper}`);
  }
  return keys;
}

async function keysOf(redis: Redis, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const some of redis.scanStream({ match: `${prefix}*`, count: 1_000 }))
    keys.push(...(some as string[]));
  return keys;
}

async function contentOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'zset':
      return redis.zrange(key, '0', '-1', 'WITHSCORES');
    case 'hash':
      return Object.entries(await redis.hgetall(key)).sort(([a], [b]) => (a < b ? -1 : 1));
    case 'set':
      return (await redis.smembers(key)).sort();
    default:
      return redis.get(key);
  }
}
