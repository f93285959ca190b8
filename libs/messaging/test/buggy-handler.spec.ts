import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger, metrics } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Handling } from '../src/consume/partition-reader.js';
import { readDeadLetters, replay } from '../src/dead-letters/dead-letter-box.js';
import { VotesUnderTest, voteMessage } from './votes-under-test.js';

const EVENTS = 50;
const IDS = Array.from({ length: EVENTS }, (_, n) => `v${n}`);
/** What the retry policy allows of one partition. */
const PARKED = 20;

describe('A handler with a bug', () => {
  let votes: VotesUnderTest;
  let seen: string[];
  let calls: number;
  let lines: string[];

  beforeEach(() => {
    lines = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const log = createLogger({ service: 'test', level: 'error', format: 'json', destination });
    votes = new VotesUnderTest(testStack().kafkaBrokers, uniqueNamespace(), log);
    seen = [];
    calls = 0;
  });
  afterEach(() => votes.stop());

  const bug = async (): Promise<void> => {
    calls += 1;
    throw new TypeError("Cannot read properties of undefined (reading 'history')");
  };
  const handlings: Record<Handling['kind'], { buggy: Handling; fixed: Handling }> = {
    event: {
      buggy: { kind: 'event', handle: bug },
      fixed: { kind: 'event', handle: async ({ id }) => void seen.push(id) },
    },
    batch: {
      buggy: { kind: 'batch', handle: bug },
      fixed: { kind: 'batch', handle: async ({ events }) => void seen.push(...events.map(({ id }) => id)) },
    },
  };
  const alarm = async () =>
    /paperboy_consumer_alarm{group="ranking.votes",topic="catalog.votes.v1",partition="0"\S*} (\d)/.exec(
      (await metrics.text()).body,
    )?.[1];

  it.each(Object.entries(handlings))(
    'of one %s at a time pauses its partition after a few, tells of it, and after the fix nothing is lost',
    async (_, { buggy, fixed }) => {
      await votes.prepare();
      await votes.write(IDS.map((_id, n) => voteMessage(n)));
      const consumer = votes.start(buggy);
      await waitFor(
        () => consumer.health(),
        ({ state, alarmed }) => state === 'degraded' && alarmed === 1,
        { timeoutMs: 60_000 },
      );
      expect(consumer.health().detail).toBe('Too many events in a row could not be taken.');
      expect(await alarm()).toBe('1');
      expect(lines.join('')).toContain('Too many events in a row could not be taken: the partition pauses.');
      const before = calls;
      await waitFor(
        () => calls,
        (count) => count >= before + 3,
      );
      const letters = await readDeadLetters(votes, 'ranking');
      expect(letters.map(({ code, reason }) => `${code}: ${reason}`)).toEqual(
        Array(PARKED).fill(
          "handler-failed: TypeError: Cannot read properties of undefined (reading 'history')",
        ),
      );
      await consumer.stop();

      const repaired = votes.start(fixed);
      await waitFor(
        () => seen,
        (ids) => ids.length === EVENTS - PARKED,
      );
      expect(seen).toEqual(IDS.slice(PARKED));
      await replay(votes, letters);
      await waitFor(
        () => seen,
        (ids) => ids.length === EVENTS,
      );
      expect([...seen].sort()).toEqual([...IDS].sort());
      expect(await readDeadLetters(votes, 'ranking')).toEqual([]);
      await waitFor(
        () => repaired.health(),
        ({ state, alarmed }) => state === 'up' && alarmed === 0,
      );
      expect(await alarm()).toBe('0');
    },
    120_000,
  );
});
