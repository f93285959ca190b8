import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@paperboy/contracts';
import { createLogger, metrics, unavailable } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { EventConsumer } from '../src/consume/event-consumer.js';
import { type EventBatch, OffsetMismatch, partitionKey } from '../src/consume/received-event.js';
import { readDeadLetters } from '../src/dead-letters/dead-letter-box.js';
import { VotesUnderTest, voteMessage } from './votes-under-test.js';

const log = createLogger({ service: 'test', level: 'silent', format: 'json' });
const PARTITION = partitionKey({ topic: topics.votes.name, partition: 0 });
const GARBAGE = { value: 'garbage' };
/** Where the partition pauses when no other is good. */
const PARKED = 20;
const PATIENT = { timeoutMs: 60_000 };

/** No event comes to any of these after the trouble: none could be what clears it. */
describe('The health of a consumer clears by itself', () => {
  let votes: VotesUnderTest;
  let stored: Map<string, bigint>;

  beforeEach(async () => {
    votes = new VotesUnderTest(testStack().kafkaBrokers, uniqueNamespace(), log);
    await votes.prepare();
    stored = new Map();
  });
  afterEach(() => votes.stop());

  const storedAt = (position: bigint) =>
    waitFor(
      () => stored.get(PARTITION),
      (now) => now === position,
      PATIENT,
    );
  const isUp = (consumer: EventConsumer) =>
    waitFor(
      () => consumer.health(),
      ({ state }) => state === 'up',
      PATIENT,
    );

  it('when what failed turns out to be done: its answer was lost, or another replica was faster', async () => {
    const troubles: string[] = [];
    const handle = async ({ topic, partition, firstOffset, nextOffset }: EventBatch): Promise<void> => {
      if (firstOffset !== (stored.get(PARTITION) ?? 0n)) {
        troubles.push('mismatch');
        throw new OffsetMismatch(topic, partition, firstOffset);
      }
      stored.set(PARTITION, nextOffset);
      troubles.push('unanswered');
      throw unavailable('store-away', 'The store went away before it answered.', 1);
    };
    await votes.write([voteMessage(1)]);
    const consumer = votes.start({ kind: 'batch', handle }, stored);
    await waitFor(
      () => troubles,
      (seen) => seen.includes('mismatch'),
      PATIENT,
    );
    expect(troubles).toEqual(['unanswered', 'mismatch']);
    await isUp(consumer);
  }, 120_000);

  it('when the position behind what was parked could not be stored at first', async () => {
    let refusals = 2;
    const handle = async ({ events, nextOffset }: EventBatch): Promise<void> => {
      if (events.length === 0 && refusals-- > 0) throw unavailable('store-away', 'The store is away.', 1);
      stored.set(PARTITION, nextOffset);
    };
    await votes.write([voteMessage(1), GARBAGE]);
    const consumer = votes.start({ kind: 'batch', handle }, stored);
    await storedAt(2n);
    await isUp(consumer);
  }, 120_000);

  it.each([PARKED + 1, 2 * PARKED + 1])(
    'after garbage, however much of it, and so does the alarm: %d records and nothing behind them',
    async (count) => {
      const alarm = async () =>
        /paperboy_consumer_alarm{group="ranking.votes",topic="catalog.votes.v1",partition="0"\S*} (\d)/.exec(
          (await metrics.text()).body,
        )?.[1];
      await votes.write(Array(count).fill(GARBAGE));
      const consumer = votes.start({ kind: 'event', handle: async () => undefined });
      await waitFor(
        () => consumer.health(),
        ({ alarmed }) => alarmed === 1,
        PATIENT,
      );
      await waitFor(
        () => readDeadLetters(votes, 'ranking'),
        ({ length }) => length === count,
        PATIENT,
      );
      await isUp(consumer);
      expect(await alarm()).toBe('0');
    },
    120_000,
  );
});
