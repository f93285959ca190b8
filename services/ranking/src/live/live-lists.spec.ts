import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics, type VoteState } from '@paperboy/contracts';
import { neighbour, placeOfDay } from '@paperboy/platform';
import { testStack, uniqueNamespace } from '@paperboy/testing';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { calendar, history, iso, MINUTE, minute, START, trending } from '../../test/histories.js';
import { oracle } from '../../test/oracle.js';
import { type ChangeEvent, changeOf } from '../intake/changes.js';
import { LiveLists, type Scope } from './live-lists.store.js';
import { PeriodsReader } from './periods.reader.js';
import { unpackVote } from './vote-entry.js';

const LISTS = [
  'trending',
  'new',
  'day:2026-11-19',
  'day:2026-11-20',
  'day:2026-11-21',
  'day:2026-11-23',
  'week:2026-W47',
  'week:2026-W48',
  'month:2026-11',
];
const SCOPES: Scope[] = ['', 'c:cs.AI', 'c:hep-th', 's:cy', 's:cy-3', 's:arxiv', 's:nobody'];

let redis: Redis;

beforeAll(() => {
  redis = new Redis(testStack().redisUrl);
});

afterAll(async () => {
  await redis.quit();
});

async function freshState(): Promise<LiveLists> {
  const root = `${uniqueNamespace()}:ranking:`;
  await redis.set(`${root}current`, '1');
  return new LiveLists(redis, root, trending);
}

async function clear(state: LiveLists): Promise<void> {
  const keys = await redis.keys(`${state.root}*`);
  if (keys.length > 0) await redis.unlink(...keys);
}

async function expectEqual(state: LiveLists, events: readonly ChangeEvent[]): Promise<void> {
  const truth = oracle(events);
  for (const list of LISTS) {
    for (const scope of SCOPES) {
      const page = await state.page(list, scope, 0, 100);
      const got = page.papers.map(({ id, card, upvotes, comments, score, submitter }) => ({
        id,
        title: card.title,
        upvotes,
        comments,
        score,
        submitter,
      }));
      const expected = truth.list(list, scope);
      expect({ list, scope, total: page.total, papers: got }).toEqual({
        list,
        scope,
        total: expected.length,
        papers: expected,
      });
    }
  }
  for (const cadence of ['day', 'week', 'month'] as const) {
    expect(await new PeriodsReader(state).withPapers(cadence)).toEqual(truth.periods(cadence));
  }
}

/** The same events with the seqs that one owner would give them, rising in the order in which they are published. */
function rising(events: readonly ChangeEvent[]): ChangeEvent[] {
  return events.map((event, at) => (event.data ? { ...event, data: { ...event.data, seq: at + 1 } } : event));
}

/** Divides events into batches, each of one topic. The order within a topic stays. A topic has one partition here. */
function inBatches(events: readonly ChangeEvent[], size: number) {
  const spans: { topic: string; first: number; events: ChangeEvent[] }[] = [];
  const ends = new Map<string, number>();
  for (let at = 0; at < events.length; at += size) {
    const chunk = events.slice(at, at + size);
    for (const topic of new Set(chunk.map((event) => event.topic))) {
      const own = chunk.filter((event) => event.topic === topic);
      const first = ends.get(topic) ?? 0;
      ends.set(topic, first + own.length);
      spans.push({ topic, first, events: own });
    }
  }
  return spans;
}

const applySpan = (
  state: LiveLists,
  span: { topic: string; first: number; events: ChangeEvent[] },
  filling = '',
) =>
  state.apply(
    { source: `${span.topic}/0`, first: BigInt(span.first), next: BigInt(span.first + span.events.length) },
    span.events.map((event) => changeOf(event, calendar)),
    filling,
  );

describe('the live lists', () => {
  it('equal a brute-force count after any history, bit for bit, duplicates and lower seqs included', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 20 }), async (events, size) => {
        const state = await freshState();
        for (const span of inBatches(events, size)) expect(await applySpan(state, span)).toBe('done');
        await expectEqual(state, events);
        await clear(state);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('are the same whichever partition is ahead, since topics come in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.nat()),
        async (all, size, coin) => {
          // Tombstones have no seq, so the order within a key matters. Each topic therefore keeps its own order.
          const spans = inBatches(all, size);
          const queues = [...new Set(spans.map(({ topic }) => topic))].map((topic) =>
            spans.filter((span) => span.topic === topic),
          );
          const state = await freshState();
          while (queues.some((queue) => queue.length > 0)) {
            const waiting = queues.filter((queue) => queue.length > 0);
            const queue = waiting[(coin.next().value as number) % waiting.length];
            const span = queue?.shift();
            if (span) await applySpan(state, span);
          }
          await expectEqual(state, all);
          await clear(state);
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);

  it('change nothing for a batch that does not begin where the stored offset is', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 5 }), async (events, size) => {
        const state = await freshState();
        for (const span of inBatches(events, size)) {
          expect(await applySpan(state, { ...span, first: span.first + 1 })).toBe('moved');
          expect(await applySpan(state, span)).toBe('done');
          // A former owner of the partition, or the same consumer after a restart, may apply it a second time.
          expect(await applySpan(state, span)).toBe('moved');
        }
        await expectEqual(state, events);
        await clear(state);
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  it('come out the same in a second generation that reads everything from the beginning', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (unordered) => {
        const events = rising(unordered);
        const state = await freshState();
        for (const span of inBatches(events, 7)) await applySpan(state, span);
        await redis.set(`${state.root}filling`, '2');
        // As after compaction in Kafka: only the last event of each key is left.
        const last = new Map(events.map((event) => [`${event.topic} ${event.key}`, event]));
        const left = events.filter((event) => last.get(`${event.topic} ${event.key}`) === event);
        for (const span of inBatches(left, 3)) {
          expect(await applySpan(state, span, '2')).toBe('done');
          expect(await applySpan(state, span, '3')).toBe('moved');
        }
        await redis.set(`${state.root}current`, '2');
        await expectEqual(state, events);
        await clear(state);
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  it('leave nothing behind when everything got a tombstone', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (events) => {
        const state = await freshState();
        const keys = new Map(events.map((event) => [`${event.topic} ${event.key}`, event]));
        const gone = [...keys.values()].map(({ topic, key }) => ({ topic, key, data: null }));
        for (const span of inBatches([...events, ...gone], 10)) await applySpan(state, span);
        const left = (await redis.keys(`${state.root}g1:*`))
          .map((key) => key.slice(state.root.length + 3))
          .sort();
        expect(left.filter((key) => key !== 'positions' && key !== 'versions')).toEqual([]);
        await clear(state);
      }),
      { numRuns: 30 },
    );
  }, 120_000);

  it('keep each vote with its history, for editions', async () => {
    const state = await freshState();
    const event: ChangeEvent = {
      topic: topics.votes.name,
      key: '2611.00001:cy',
      data: {
        paperId: '2611.00001',
        personId: 'cy',
        seq: 1_763_900_000_123,
        standing: true,
        counts: false,
        reason: 'new-person-limit',
        history: [{ castAt: iso(1), withdrawnAt: iso(2) }, { castAt: iso(3) }],
        sample: false,
      } satisfies VoteState,
    };
    await applySpan(state, { topic: event.topic, first: 0, events: [event] });
    const times = [START + MINUTE, START + 2 * MINUTE, START + 3 * MINUTE];
    expect((await redis.hvals(`${state.root}g1:v:2611.00001`)).map(unpackVote)).toEqual([
      { seq: 1_763_900_000_123, counts: false, reason: 'new-person-limit', times },
    ]);
    expect(unpackVote('7|1|a,b').times).toEqual([10, 11]);
    await clear(state);
  });
});

describe('a day that an operator closed early', () => {
  it('hands what was submitted from the cutoff on to the next day, papers that come later too', async () => {
    await fc.assert(
      fc.asyncProperty(history, history, minute, async (before, after, at) => {
        const state = await freshState();
        const events = [...before, ...after];
        const spans = inBatches(events, 5);
        const cutoff = START + at * MINUTE;
        const day = calendar.dayAt(cutoff);
        const next = placeOfDay(neighbour({ cadence: 'day', name: day }, 1).name);
        const half = Math.floor(spans.length / 2);
        for (const span of spans.slice(0, half)) await applySpan(state, span);
        await state.change([['early', day, cutoff, next.day, next.week, next.month]]);
        for (const span of spans.slice(half)) await applySpan(state, span);
        const newest = oracle(events);
        const onDay = (await state.page(`day:${day}`, '', 0, 100)).papers;
        const onNext = (await state.page(`day:${next.day}`, '', 0, 100)).papers;
        const expectedDay = newest.list(`day:${day}`, '').map(({ id }) => id);
        const submittedAt = (id: string) => {
          const card = [...onDay, ...onNext].find((paper) => paper.id === id)?.card;
          return Date.parse(card?.submittedAt ?? '');
        };
        expect(onDay.map(({ id }) => id)).toEqual(expectedDay.filter((id) => submittedAt(id) < cutoff));
        for (const id of expectedDay) expect([...onDay, ...onNext].map((paper) => paper.id)).toContain(id);
        for (const { id } of onDay) expect(submittedAt(id)).toBeLessThan(cutoff);
        await clear(state);
      }),
      { numRuns: 30 },
    );
  }, 120_000);
});
