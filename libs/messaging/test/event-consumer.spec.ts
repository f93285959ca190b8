import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics, type VoteState, voteKey } from '@paperboy/contracts';
import { createLogger, unavailable } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Handling } from '../src/consume/partition-reader.js';
import {
  type EventBatch,
  OffsetMismatch,
  partitionKey,
  type ReceivedEvent,
} from '../src/consume/received-event.js';
import { readDeadLetters, replay } from '../src/dead-letters/dead-letter-box.js';
import { VotesUnderTest, vote, voteMessage } from './votes-under-test.js';

const log = createLogger({ service: 'test', level: 'silent', format: 'json' });
const some = (count: number) => Array.from({ length: count }, (_, n) => voteMessage(n));

describe('A consumer on a real broker', () => {
  let votes: VotesUnderTest;

  beforeEach(async () => {
    votes = new VotesUnderTest(testStack().kafkaBrokers, uniqueNamespace(), log);
    await votes.prepare();
  });
  afterEach(() => votes.stop());

  it('hands over the events of each key in order, and goes on after a restart where it had committed', async () => {
    const seen = new Map<string, number[]>();
    let total = 0;
    const handling: Handling = {
      kind: 'event',
      handle: async ({ key, data }) => {
        total += 1;
        seen.set(key, [...(seen.get(key) ?? []), (data as VoteState).seq]);
      },
    };
    const first = votes.start(handling);
    await votes.cast(Array.from({ length: 300 }, (_, i) => vote(i % 30, 1 + Math.floor(i / 30))));
    await waitFor(
      () => total,
      (count) => count === 300,
    );
    for (const seqs of seen.values()) expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await first.stop();
    votes.start(handling);
    await votes.cast([vote(1, 11)]);
    await waitFor(
      () => seen.get(voteKey(vote(1)))?.at(-1),
      (seq) => seq === 11,
    );
    expect(total).toBe(301);
  });

  it('parks poison of every kind with its reason, and the partition flows on', async () => {
    const seen: string[] = [];
    votes.start({ kind: 'event', handle: async ({ id }) => void seen.push(id) });
    const { headers, value } = voteMessage(1);
    const { ce_type: _, ...untyped } = headers;
    const big = JSON.stringify({ filler: 'x'.repeat(900_000) });
    await votes.write([
      { value: Buffer.from([0, 255, 1, 254]) },
      { value, headers: untyped },
      { value: '{"broken', headers },
      { value, headers: { ...headers, ce_dataschema: 'urn:paperboy:vote.cast:2' } },
      { value: JSON.stringify({ ...vote(1), seq: -1 }), headers },
      { value: big, headers },
      { value, headers, key: 'of-another' },
      voteMessage(2),
    ]);
    await waitFor(
      () => seen,
      (ids) => ids.includes('v2'),
    );
    const letters = await readDeadLetters(votes, 'ranking');
    const byOffset = letters.sort((a, b) => Number(a.id.split('/')[2]) - Number(b.id.split('/')[2]));
    expect(byOffset.map(({ code }) => code)).toEqual([
      'missing-header',
      'missing-header',
      'not-json',
      'future-schema',
      'schema-mismatch',
      'schema-mismatch',
      'wrong-key',
    ]);
    expect(byOffset[0]?.message.value).toEqual(Buffer.from([0, 255, 1, 254]));
    expect(byOffset[5]?.message.value?.length).toBe(Buffer.byteLength(big));
    expect(byOffset[0]?.id).toBe('catalog.votes.v1/0/0');
    expect(seen).toEqual(['v2']);
  });

  it('passes over events of types of the future, one by one and in batches, and its position moves behind them', async () => {
    const future = (type: string) => {
      const { headers, ...rest } = voteMessage(9);
      return { ...rest, headers: { ...headers, ce_type: type } };
    };
    const stored = new Map<string, bigint>();
    const ids: string[] = [];
    const own = votes.start(
      {
        kind: 'batch',
        handle: async (batch) => {
          stored.set(partitionKey(batch), batch.nextOffset);
          ids.push(...batch.events.map(({ id }) => id));
        },
      },
      stored,
    );
    await votes.write([voteMessage(1), future('vote.weighed'), voteMessage(2), future('vote.moved')]);
    await waitFor(
      () => stored.get('catalog.votes.v1/0'),
      (position) => position === 4n,
    );
    expect(ids).toEqual(['v1', 'v2']);
    await own.stop();
    const seen: string[] = [];
    votes.start({ kind: 'event', handle: async ({ id }) => void seen.push(id) });
    await votes.write([future('vote.weighed'), voteMessage(3)]);
    await waitFor(
      () => seen.length,
      (count) => count === 3,
    );
    expect(seen).toEqual(['v1', 'v2', 'v3']);
    expect(await readDeadLetters(votes, 'ranking')).toEqual([]);
  });

  it('starts over when the log ends before the stored position, as that of a topic that was made anew does', async () => {
    const stored = new Map([
      ['catalog.votes.v1/0', 50n],
      ['catalog.votes.v1/1', 1n],
    ]);
    await votes.write([1, 2, 3].map((n) => voteMessage(n)));
    await votes.write([4, 5].map((n) => ({ ...voteMessage(n), partition: 1 })));
    const ids: string[] = [];
    const consumer = votes.start(
      {
        kind: 'batch',
        handle: async (batch) => {
          const key = partitionKey(batch);
          if ((stored.get(key) ?? 0n) !== batch.firstOffset)
            throw new OffsetMismatch(batch.topic, batch.partition, stored.get(key));
          stored.set(key, batch.nextOffset);
          ids.push(...batch.events.map(({ id }) => id));
        },
      },
      stored,
    );
    await waitFor(
      () => ids.length,
      (count) => count >= 5,
    );
    // Also of the partition whose own position was good: the read model was dropped as a whole.
    expect(ids.sort()).toEqual(['v1', 'v2', 'v3', 'v4', 'v5']);
    await waitFor(() => consumer.hasReadBacklog(), Boolean);
  });

  it('pauses only the partition whose event can not be taken now, and takes it when that is over', async () => {
    const seen: string[] = [];
    let away = true;
    const consumer = votes.start({
      kind: 'event',
      handle: async ({ id, partition }) => {
        if (partition === 0 && away) throw unavailable('store-away', 'The store is away.');
        seen.push(id);
      },
    });
    await votes.write([1, 2].map((n) => voteMessage(n)));
    await votes.write([3, 4].map((n) => ({ ...voteMessage(n), partition: 1 })));
    await waitFor(
      () => seen.length,
      (count) => count === 2,
    );
    expect(seen).toEqual(['v3', 'v4']);
    await waitFor(
      () => consumer.health().state,
      (state) => state === 'degraded',
    );
    away = false;
    await waitFor(
      () => seen.length,
      (count) => count === 4,
    );
    expect(seen).toEqual(['v3', 'v4', 'v1', 'v2']);
    expect(await readDeadLetters(votes, 'ranking')).toEqual([]);
  });

  it('finds the guilty event of a batch, parks it alone, and replays it afterwards', async () => {
    const seen: string[] = [];
    let fixed = false;
    votes.start({
      kind: 'batch',
      handle: async ({ events }) => {
        const guilty = events.find(({ id }) => id === 'v5');
        if (guilty && !fixed)
          throw Object.assign(new Error('v5 breaks a rule.'), {
            name: 'ValidationError',
            code: 'rule-broken',
          });
        seen.push(...events.map(({ id }) => id));
      },
    });
    await votes.write(some(10));
    await waitFor(
      () => seen.length,
      (count) => count === 9,
    );
    expect(seen).toEqual(['v0', 'v1', 'v2', 'v3', 'v4', 'v6', 'v7', 'v8', 'v9']);
    const letters = await readDeadLetters(votes, 'ranking');
    expect(letters.map(({ code, type }) => [code, type])).toEqual([['rule-broken', 'vote.cast']]);
    fixed = true;
    await replay(votes, letters);
    await waitFor(
      () => seen,
      (ids) => ids.includes('v5'),
    );
    expect(await readDeadLetters(votes, 'ranking')).toEqual([]);
  });

  it('with own offsets begins where the service stands, and seeks there again after a mismatch', async () => {
    await votes.write(some(10));
    const key = partitionKey({ topic: topics.votes.name, partition: 0 });
    const stored = new Map([[key, 4n]]);
    const seen: ReceivedEvent<unknown>[] = [];
    let mismatches = 0;
    const handle = async ({
      topic,
      partition,
      events,
      firstOffset,
      nextOffset,
    }: EventBatch): Promise<void> => {
      const expected = stored.get(partitionKey({ topic, partition })) ?? 0n;
      if (expected !== firstOffset) {
        mismatches += 1;
        throw new OffsetMismatch(topic, partition, expected);
      }
      seen.push(...events);
      stored.set(partitionKey({ topic, partition }), nextOffset);
    };
    votes.start({ kind: 'batch', handle }, stored);
    await waitFor(
      () => seen.length,
      (count) => count === 6,
    );
    expect(seen.map(({ id }) => id)).toEqual(['v4', 'v5', 'v6', 'v7', 'v8', 'v9']);
    expect(mismatches).toBe(0);
    // As after a store that came back from an old copy.
    stored.set(key, 8n);
    await votes.write([voteMessage(10)]);
    await waitFor(
      () => seen.at(-1)?.id,
      (id) => id === 'v10',
    );
    expect(seen.slice(6).map(({ id }) => id)).toEqual(['v8', 'v9', 'v10']);
    expect(mismatches).toBe(1);
    // What was parked is passed over in the stored position as well.
    await votes.write([{ value: 'garbage' }]);
    await waitFor(
      () => stored.get(key),
      (position) => position === 12n,
    );
  });

  it('shares the partitions of a group, and takes over those of a member that left', async () => {
    const seen = new Set<string>();
    const handling: Handling = { kind: 'event', handle: async ({ id }) => void seen.add(id) };
    const one = votes.start(handling);
    const two = votes.start(handling);
    await waitFor(
      () => [one.health().partitions, two.health().partitions],
      ([a, b]) => a === 6 && b === 6,
    );
    await one.stop();
    for (let partition = 0; partition < 12; partition += 1)
      await votes.write([{ ...voteMessage(partition), partition }]);
    await waitFor(
      () => seen.size,
      (size) => size === 12,
    );
    await waitFor(
      () => [...two.lag().values()],
      (lag) => lag.length === 12 && lag.every((records) => records === 0n),
    );
  });

  it('reads a partition that waited for a retry, was lost to a replica and came back', async () => {
    // Long enough that every partition is lost in the middle of its wait.
    const hour = 3_600_000;
    const patient = new VotesUnderTest(testStack().kafkaBrokers, uniqueNamespace(), log, {
      backOff: {
        firstMs: hour,
        mostMs: hour,
      },
    });
    try {
      await patient.prepare();
      await patient.write(
        Array.from({ length: 1_000 }, (_, n) => ({ ...voteMessage(n), partition: n % 12 })),
      );
      let away = true;
      const seen = new Map<number, string[]>();
      const handlingOf = (tried: Set<number>): Handling => ({
        kind: 'event',
        handle: async ({ id, partition }) => {
          tried.add(partition);
          if (away) throw unavailable('store-away', 'The store is away.');
          seen.set(partition, [...(seen.get(partition) ?? []), id]);
        },
      });
      const triedByOne = new Set<number>();
      patient.start(handlingOf(triedByOne));
      await waitFor(
        () => triedByOne.size,
        (size) => size === 12,
      );
      const moved = new Set<number>();
      const replica = patient.start(handlingOf(moved));
      await waitFor(
        () => moved.size,
        (size) => size === 6,
      );
      away = false;
      await replica.stop();
      for (const partition of moved) {
        const all = Array.from({ length: 1_000 }, (_, n) => n).filter((n) => n % 12 === partition);
        await waitFor(
          () => seen.get(partition)?.length ?? 0,
          (count) => count >= all.length,
        );
        expect(seen.get(partition)).toEqual(all.map((n) => `v${n}`));
      }
    } finally {
      await patient.stop();
    }
  });
});
