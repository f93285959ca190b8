import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ConsumerContract,
  type TopicContract,
  topics,
  type VoteState,
  voteCast,
  voteKey,
} from '@paperboy/contracts';
import { createLogger, topicName, unavailable } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Kafka } from 'kafkajs';
import { EventConsumers } from '../consume/event-consumers.js';
import { type Handling, RETRY_POLICY, type RetryPolicy } from '../consume/partition-reader.js';
import {
  type EventBatch,
  OffsetMismatch,
  partitionKey,
  type ReceivedEvent,
} from '../consume/received-event.js';
import { readDeadLetters, replay } from '../dead-letters/dead-letter-box.js';
import { encodeEvent } from '../kafka/cloud-event.js';
import { createKafka } from '../kafka/kafka-client.js';
import { Publisher } from '../kafka/publisher.js';
import { allTopicSettings } from '../topics/topic-settings.js';
import { createTopics } from '../topics/topics.js';
import type { EventConsumer } from './event-consumer.js';

const log = createLogger({ service: 'test', level: 'silent', format: 'json' });
const AT = new Date('2026-11-22T08:00:00.000Z');
const policy: RetryPolicy = {
  ...RETRY_POLICY,
  backOff: { firstMs: 20, mostMs: 100 },
  unknownForMs: 300,
  alarmRetryMs: 300,
};

function vote(number: number, seq = 1): VoteState {
  return {
    paperId: `2611.${String(10_000 + number)}`,
    personId: 'reader',
    seq,
    standing: true,
    counts: true,
    history: [{ castAt: AT.toISOString() }],
    sample: false,
  };
}

describe('A consumer on a real broker', () => {
  let kafka: Kafka;
  let namespace: string;
  let nameOf: (name: string) => string;
  let publisher: Publisher;
  let factory: EventConsumers;
  const running: EventConsumer[] = [];

  beforeAll(() => {
    kafka = createKafka({ brokers: [testStack().kafkaBrokers], clientId: 'messaging-spec', log });
  });

  async function inOwnNamespace(): Promise<void> {
    namespace = uniqueNamespace();
    const ns = namespace;
    nameOf = (name) => topicName(ns, name);
    const wanted = allTopicSettings().filter(({ name }) =>
      [topics.votes.name, 'ranking.dead-letters.v1'].includes(name),
    );
    await createTopics(kafka, wanted, nameOf);
    publisher = new Publisher({ kafka, nameOf, source: '/catalog', now: () => AT });
    factory = new EventConsumers('ranking', kafka, nameOf, publisher, () => AT, log, policy);
  }

  afterEach(async () => {
    await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
    await publisher.stop();
  });

  function contract(offsets: 'broker' | 'own'): ConsumerContract {
    return { group: 'ranking.votes', service: 'ranking', topics: [topics.votes], offsets };
  }

  function start(offsets: 'broker' | 'own', handling: Handling, stored?: Map<string, bigint>): EventConsumer {
    const own = { positions: async () => new Map(stored) };
    const consumer = factory.declared(
      contract(offsets),
      (_: TopicContract) => handling,
      stored ? own : undefined,
    );
    running.push(consumer);
    consumer.start();
    return consumer;
  }

  const cast = (votes: VoteState[]): Promise<void> =>
    publisher.publish(
      topics.votes,
      votes.map((data) => ({ contract: voteCast, data })),
    );

  /** Messages as they are, one key each, all to one partition. */
  async function raw(
    messages: { value: string | Buffer | null; headers?: Record<string, string>; key?: string }[],
    partition = 0,
  ): Promise<void> {
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await producer.send({
      topic: nameOf(topics.votes.name),
      messages: messages.map(({ key = 'k', ...message }) => ({ key, partition, ...message })),
    });
    await producer.disconnect();
  }

  function good(number: number): { key: string; value: string; headers: Record<string, string> } {
    const data = vote(number);
    const { key, value, headers } = encodeEvent({
      type: 'vote.cast',
      id: `v${number}`,
      source: '/catalog',
      key: voteKey(data),
      at: AT,
      data,
    });
    return { key, value: value ?? '', headers };
  }

  it('hands over the events of each key in order, and goes on after a restart where it had committed', async () => {
    await inOwnNamespace();
    const seen = new Map<string, number[]>();
    let total = 0;
    const handling: Handling = {
      kind: 'event',
      handle: async ({ key, data }) => {
        total += 1;
        seen.set(key, [...(seen.get(key) ?? []), (data as VoteState).seq]);
      },
    };
    const first = start('broker', handling);
    await cast(Array.from({ length: 300 }, (_, i) => vote(i % 30, 1 + Math.floor(i / 30))));
    await waitFor(
      () => total,
      (count) => count === 300,
    );
    for (const seqs of seen.values()) expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await first.stop();
    start('broker', handling);
    await cast([vote(1, 11)]);
    await waitFor(
      () => seen.get(voteKey(vote(1)))?.at(-1),
      (seq) => seq === 11,
    );
    expect(total).toBe(301);
  });

  it('parks poison of every kind with its reason, and the partition flows on', async () => {
    await inOwnNamespace();
    const seen: string[] = [];
    start('broker', { kind: 'event', handle: async ({ id }) => void seen.push(id) });
    const { headers, value } = good(1);
    const { ce_type: _, ...untyped } = headers;
    const big = JSON.stringify({ filler: 'x'.repeat(900_000) });
    await raw([
      { value: Buffer.from([0, 255, 1, 254]) },
      { value, headers: untyped },
      { value: '{"broken', headers },
      { value, headers: { ...headers, ce_type: 'vote.exploded' } },
      { value, headers: { ...headers, ce_dataschema: 'urn:paperboy:vote.cast:2' } },
      { value: JSON.stringify({ ...vote(1), seq: -1 }), headers },
      { value: big, headers },
      { value, headers, key: 'of-another' },
      { value: null, headers: { ...headers, ce_type: 'vote.vanished' } },
      good(2),
    ]);
    await waitFor(
      () => seen,
      (ids) => ids.includes('v2'),
    );
    const letters = await readDeadLetters({ kafka, nameOf }, 'ranking');
    const byOffset = letters.sort((a, b) => Number(a.id.split('/')[2]) - Number(b.id.split('/')[2]));
    expect(byOffset.map(({ code }) => code)).toEqual([
      'missing-header',
      'missing-header',
      'not-json',
      'unknown-type',
      'future-schema',
      'schema-mismatch',
      'schema-mismatch',
      'wrong-key',
      'unknown-type',
    ]);
    expect(byOffset[0]?.message.value).toEqual(Buffer.from([0, 255, 1, 254]));
    expect(byOffset[6]?.message.value?.length).toBe(Buffer.byteLength(big));
    expect(byOffset[0]?.id).toBe('catalog.votes.v1/0/0');
    expect(seen).toEqual(['v2']);
  });

  it('pauses only the partition whose event can not be taken now, and takes it when that is over', async () => {
    await inOwnNamespace();
    const seen: string[] = [];
    let away = true;
    const consumer = start('broker', {
      kind: 'event',
      handle: async ({ id, partition }) => {
        if (partition === 0 && away) throw unavailable('store-away', 'The store is away.');
        seen.push(id);
      },
    });
    await raw([good(1), good(2)], 0);
    await raw([good(3), good(4)], 1);
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
    expect(await readDeadLetters({ kafka, nameOf }, 'ranking')).toEqual([]);
  });

  it('finds the guilty event of a batch, parks it alone, and replays it afterwards', async () => {
    await inOwnNamespace();
    const seen: string[] = [];
    let fixed = false;
    start('broker', {
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
    await raw(Array.from({ length: 10 }, (_, i) => good(i)));
    await waitFor(
      () => seen.length,
      (count) => count === 9,
    );
    expect(seen).toEqual(['v0', 'v1', 'v2', 'v3', 'v4', 'v6', 'v7', 'v8', 'v9']);
    const letters = await readDeadLetters({ kafka, nameOf }, 'ranking');
    expect(letters.map(({ code, type }) => [code, type])).toEqual([['rule-broken', 'vote.cast']]);
    fixed = true;
    await replay({ kafka, nameOf }, letters);
    await waitFor(
      () => seen,
      (ids) => ids.includes('v5'),
    );
    expect(await readDeadLetters({ kafka, nameOf }, 'ranking')).toEqual([]);
  });

  it('retries an error of unknown kind for a while, then parks; after twenty in a row it pauses and tells', async () => {
    await inOwnNamespace();
    let broken = true;
    const seen: string[] = [];
    const consumer = start('broker', {
      kind: 'batch',
      handle: async ({ events }) => {
        if (broken) throw new TypeError('A handler with a bug.');
        seen.push(...events.map(({ id }) => id));
      },
    });
    await raw(Array.from({ length: 30 }, (_, i) => good(i)));
    await waitFor(
      () => consumer.health().alarmed,
      (alarmed) => alarmed === 1,
    );
    expect(await readDeadLetters({ kafka, nameOf }, 'ranking')).toHaveLength(20);
    broken = false;
    await waitFor(
      () => seen.length,
      (count) => count === 10,
    );
    expect(consumer.health()).toMatchObject({ alarmed: 0, retrying: 0 });
  });

  it('with own offsets begins where the service stands, and seeks there again after a mismatch', async () => {
    await inOwnNamespace();
    await raw(Array.from({ length: 10 }, (_, i) => good(i)));
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
    start('own', { kind: 'batch', handle }, stored);
    await waitFor(
      () => seen.length,
      (count) => count === 6,
    );
    expect(seen.map(({ id }) => id)).toEqual(['v4', 'v5', 'v6', 'v7', 'v8', 'v9']);
    expect(mismatches).toBe(0);
    // As after a store that came back from an old copy.
    stored.set(key, 8n);
    await raw([good(10)]);
    await waitFor(
      () => seen.at(-1)?.id,
      (id) => id === 'v10',
    );
    expect(seen.slice(6).map(({ id }) => id)).toEqual(['v8', 'v9', 'v10']);
    expect(mismatches).toBe(1);
    // What was parked is passed over in the stored position as well.
    await raw([{ value: 'garbage' }]);
    await waitFor(
      () => stored.get(key),
      (position) => position === 12n,
    );
  });

  it('shares the partitions of a group, and takes over those of a member that left', async () => {
    await inOwnNamespace();
    const seen = new Set<string>();
    const handling: Handling = { kind: 'event', handle: async ({ id }) => void seen.add(id) };
    const one = start('broker', handling);
    const two = start('broker', handling);
    await waitFor(
      () => [one.health().partitions, two.health().partitions],
      ([a, b]) => a === 6 && b === 6,
    );
    await one.stop();
    for (let partition = 0; partition < 12; partition += 1) await raw([good(partition)], partition);
    await waitFor(
      () => seen.size,
      (size) => size === 12,
    );
    await waitFor(() => two.caughtUp(), Boolean);
  });
});
