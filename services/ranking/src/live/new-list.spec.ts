import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PaperState, topics } from '@paperboy/contracts';
import { testStack, uniqueNamespace } from '@paperboy/testing';
import { Redis } from 'ioredis';
import { calendar, iso, trending } from '../../test/histories.js';
import { changeOf } from '../intake/changes.js';
import { LiveLists, type Scope } from './live-lists.store.js';
import { NEW_SHOWN } from './room.js';

let redis: Redis;
let state: LiveLists;
let offset = 0;

beforeAll(async () => {
  redis = new Redis(testStack().redisUrl);
  const root = `${uniqueNamespace()}:ranking:`;
  await redis.set(`${root}current`, '1');
  state = new LiveLists(redis, root, trending);
});

afterAll(async () => {
  const keys = await redis.keys(`${state.root}*`);
  if (keys.length > 0) await redis.unlink(...keys);
  await redis.quit();
});

const arrived = (id: string, minute: number, categories: string[], changes: Partial<PaperState> = {}) => ({
  id,
  seq: 1,
  version: 1,
  title: id,
  summary: 'A summary.',
  authors: [{ name: 'Ada Example' }],
  categories,
  publishedAt: iso(minute),
  updatedAt: iso(minute),
  arrivedAt: iso(minute),
  sample: false,
  ...changes,
});

async function take(papers: readonly PaperState[]): Promise<void> {
  for (let at = 0; at < papers.length; at += 250) {
    const chunk = papers.slice(at, at + 250);
    const span = {
      source: `${topics.papers.name}/0`,
      first: BigInt(offset),
      next: BigInt(offset + chunk.length),
    };
    offset += chunk.length;
    const changes = chunk.map((data) =>
      changeOf({ topic: topics.papers.name, key: data.id, data }, calendar),
    );
    expect(await state.apply(span, changes)).toBe('done');
  }
}

async function shown(scope: Scope): Promise<{ total: number; ids: string[] }> {
  const most = scope === '' ? NEW_SHOWN.all : NEW_SHOWN.scoped;
  const page = await state.page('new', scope, 0, 5_000, most);
  return { total: page.total, ids: page.papers.map(({ id }) => id) };
}

const name = (prefix: string, at: number) => `${prefix}.${String(at).padStart(5, '0')}`;
// Every third paper is of another category. The minutes rise, so the last paper is the newest.
const fresh = Array.from({ length: 1_500 }, (_, at) =>
  arrived(name('2611', at), 10_000 + at, at % 3 === 0 ? ['hep-th'] : ['cs.AI']),
);
const newestFirst = (papers: readonly PaperState[]) => [...papers].reverse().map(({ id }) => id);

describe('the list of new papers', () => {
  it('shows the newest thousand, and the newest two hundred of a category', async () => {
    await take(fresh);
    expect(await shown('')).toEqual({ total: 1_000, ids: newestFirst(fresh).slice(0, 1_000) });
    const theory = fresh.filter(({ categories }) => categories.includes('hep-th'));
    expect(await shown('c:hep-th')).toEqual({ total: 200, ids: newestFirst(theory).slice(0, 200) });
  });

  it('is not changed by an import of thousands of old papers, which leave nothing in Redis', async () => {
    const before = await shown('');
    const keysBefore = (await redis.keys(`${state.root}*`)).length;
    await take(Array.from({ length: 3_000 }, (_, at) => arrived(name('0901', at), at, ['cs.AI', 'hep-th'])));
    expect(await shown('')).toEqual(before);
    expect((await redis.keys(`${state.root}*`)).length).toBe(keysBefore);
    expect(await redis.keys(`${state.root}*0901.*`)).toEqual([]);
  });

  it('keeps the same of those that arrived in one moment, whichever came first', async () => {
    const many = Array.from({ length: 600 }, (_, at) => arrived(name('2610', at), 5, ['nlin.CD']));
    const few = many.slice(0, NEW_SHOWN.scoped).map(({ id }) => id);
    await take([...many].reverse());
    expect((await shown('c:nlin.CD')).ids).toEqual(few);
    await take(many);
    expect((await shown('c:nlin.CD')).ids).toEqual(few);
  });

  it('shows an old paper in its category while there is room in that one', async () => {
    await take([arrived('0902.00001', 1, ['cs.AI', 'math.NT']), arrived('0902.00002', 2, ['math.NT'])]);
    expect((await shown('c:math.NT')).ids).toEqual(['0902.00002', '0902.00001']);
    expect((await shown('')).ids).not.toContain('0902.00002');
  });

  it('shows an old paper that is submitted on its day, with the votes that it had', async () => {
    const vote = { paperId: '0901.00007', personId: 'cy', seq: 1, standing: true, counts: true };
    const data = { ...vote, history: [{ castAt: iso(5) }], sample: false };
    const change = changeOf({ topic: topics.votes.name, key: '0901.00007:cy', data }, calendar);
    await state.apply({ source: `${topics.votes.name}/0`, first: 0n, next: 1n }, [change]);
    const submission = { by: 'carol_carol_', byKind: 'person' as const, at: iso(60) };
    await take([arrived('0901.00007', 7, ['cs.AI'], { seq: 2, submission })]);
    const page = await state.page('day:2026-11-19', '', 0, 10);
    expect(page.papers.map(({ id, upvotes }) => [id, upvotes])).toEqual([['0901.00007', 1]]);
  });

  it('stays full when some of its papers are withdrawn', async () => {
    const gone = fresh.slice(-150).map((paper) => ({ ...paper, seq: 2, withdrawnAt: iso(20_000) }));
    await take(gone);
    expect(await shown('')).toEqual({
      total: 1_000,
      ids: newestFirst(fresh.slice(0, -150)).slice(0, 1_000),
    });
  });
});
