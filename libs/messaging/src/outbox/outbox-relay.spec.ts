import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_BYTES, topics, type VoteState, voteKey } from '@paperboy/contracts';
import { createLogger, databaseName, metrics, topicName } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { Redis } from 'ioredis';
import type { Consumer, Kafka } from 'kafkajs';
import mongoose, { type Collection, type Connection } from 'mongoose';
import { createKafka } from '../kafka/kafka-client.js';
import { allTopicSettings } from '../topics/topic-settings.js';
import { createTopics } from '../topics/topics.js';
import type { BulkDocuments } from './bulk-documents.js';
import { Outbox } from './outbox.js';
import { OutboxRelay } from './outbox-relay.js';
import { bulkEvent, type OutboxDocument, pendingStage, type WrittenInBulk } from './pending-stage.js';
import { RelayLease, type RelayLeaseDocument } from './relay-lease.js';
import type { RelayProducer } from './relay-producer.js';

const log = createLogger({ service: 'test', level: 'silent', format: 'json' });

interface VoteDocument extends OutboxDocument, WrittenInBulk {
  seq: number;
  state: Omit<VoteState, 'seq'>;
}

describe('The outbox on a real engine and broker', () => {
  let kafka: Kafka;
  let namespace: string;
  let connection: Connection;
  let votes: Collection<VoteDocument>;
  let consumer: Consumer;
  let published: { key: string; seq: number | null; partition: number; offset: number; id: string }[];
  const relays: OutboxRelay[] = [];

  beforeAll(() => {
    kafka = createKafka({ brokers: [testStack().kafkaBrokers], clientId: 'outbox-spec', log });
  });

  beforeEach(async () => {
    namespace = uniqueNamespace();
    const nameOf = (name: string): string => topicName(namespace, name);
    await createTopics(
      kafka,
      allTopicSettings().filter(({ name }) => name === topics.votes.name),
      nameOf,
    );
    connection = await mongoose
      .createConnection(testStack().mongodbUrl, {
        dbName: databaseName(namespace, 'catalog'),
        retryWrites: false,
      })
      .asPromise();
    votes = connection.collection<VoteDocument>('votes');
    published = [];
    consumer = kafka.consumer({ groupId: nameOf('reader'), maxWaitTimeInMs: 50 });
    await consumer.connect();
    await consumer.subscribe({ topics: [nameOf(topics.votes.name)], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ partition, message: { key, value, offset, headers } }) => {
        const seq = value === null ? null : (JSON.parse(value.toString()) as VoteState).seq;
        published.push({
          key: String(key),
          seq,
          partition,
          offset: Number(offset),
          id: String(headers?.ce_id),
        });
      },
    });
  });

  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await consumer.disconnect();
    await connection.dropDatabase();
    await connection.close();
  });

  /** One that does not run yet. */
  function idleRelay(leaseMs?: number): OutboxRelay {
    const made = new OutboxRelay({
      collection: 'votes',
      topic: topics.votes,
      bulk: true,
      connection,
      kafka,
      topicName: topicName(namespace, topics.votes.name),
      transactionalId: `${namespace}.catalog.votes`,
      source: '/catalog',
      log,
      ...(leaseMs ? { leaseMs } : {}),
    });
    relays.push(made);
    return made;
  }

  function relay(leaseMs?: number): OutboxRelay {
    const made = idleRelay(leaseMs);
    made.start();
    return made;
  }

  /** The lease is over at once, as if its time had passed. */
  const expireLease = () =>
    connection
      .collection<RelayLeaseDocument>('leases')
      .updateOne({ _id: 'relay:votes' }, { $set: { expiresAt: new Date(0) } });

  async function cast(
    paper: number,
    event: { type: string; data: unknown } = {
      type: 'vote.cast',
      data: { $mergeObjects: ['$state', { seq: '$seq' }] },
    },
  ): Promise<string> {
    const paperId = `2611.${10_000 + paper}`;
    const _id = voteKey({ paperId, personId: 'reader' });
    await votes.updateOne(
      { _id },
      [
        {
          $set: {
            seq: { $add: [{ $ifNull: ['$seq', 0] }, 1] },
            state: {
              paperId,
              personId: 'reader',
              standing: true,
              counts: true,
              history: [{ castAt: '2026-11-22T08:00:00.000Z' }],
              sample: false,
            },
          },
        },
        pendingStage(event),
      ],
      { upsert: true },
    );
    return _id;
  }

  const pending = (): Promise<number> => votes.countDocuments({ pendingSince: { $exists: true } });

  it('publishes what a write left in its document, in order, removes it, and knows the position', async () => {
    const id = await cast(1);
    await cast(1);
    await cast(1);
    const made = idleRelay();
    expect(await made.positions(new Date(Date.now() + 60_000))).toMatchObject({ settled: false });
    made.start();
    await waitFor(
      () => published.length,
      (count) => count === 3,
    );
    expect(published.map(({ key, seq, id: eventId }) => [key, seq, eventId])).toEqual(
      [1, 2, 3].map((seq) => [id, seq, `votes/${id}/${seq}`]),
    );
    await waitFor(pending, (count) => count === 0);
    const last = published.at(-1);
    expect(await made.positions(new Date(Date.now() + 60_000))).toEqual({
      settled: true,
      positions: { [String(last?.partition)]: String(last?.offset) },
    });
    expect(await votes.findOne({ _id: id })).not.toHaveProperty('pending');
  });

  it('publishes each of many writes within the nudge, or by the sweep when nobody nudges', async () => {
    const made = relay();
    await waitFor(() => made.leads, Boolean);
    const outbox = new Outbox(new Map([['votes', made]]), undefined, 'unused', log);
    const ids = await Promise.all(Array.from({ length: 200 }, (_, paper) => cast(paper)));
    for (const id of ids.slice(0, 100)) outbox.nudge('votes', id);
    await waitFor(
      () => new Set(published.map(({ key }) => key)).size,
      (size) => size === 200,
    );
    await waitFor(pending, (count) => count === 0);
    expect(() => outbox.nudge('songs', 'x')).toThrow('songs');
  });

  it('publishes a write whose nudge was lost while nudges never end', async () => {
    const made = relay();
    await waitFor(() => made.leads, Boolean);
    let named = 0;
    const feeding = setInterval(() => made.nudge(`nobody-${named++}`), 1);
    try {
      const lost = await cast(1);
      await waitFor(
        () => published.map(({ key }) => key),
        (keys) => keys.includes(lost),
      );
    } finally {
      clearInterval(feeding);
    }
  });

  it('writes a tombstone and removes the document when it is to be gone', async () => {
    const id = await cast(1);
    await votes.updateOne({ _id: id }, [
      { $set: { seq: { $add: ['$seq', 1] }, deleteAfterPublish: true } },
      pendingStage({ type: 'vote.withdrawn', data: null }),
    ]);
    relay();
    await waitFor(
      () => votes.countDocuments({ _id: id }),
      (count) => count === 0,
    );
    await waitFor(
      () => published.map(({ seq }) => seq),
      (seqs) => seqs.length === 2,
    );
    expect(published.map(({ seq }) => seq)).toEqual([1, null]);
  });

  it('hears the nudge of another replica over Redis', async () => {
    const url = testStack().redisUrl;
    const redis = new Redis(url);
    try {
      const leader = relay();
      await waitFor(() => leader.leads, Boolean);
      const follower = relay();
      const channel = `${namespace}:catalog:outbox`;
      const nudged: string[] = [];
      const heard: boolean[] = [];
      const spied = {
        leads: true,
        nudge: (id: string) => void nudged.push(id),
        hears: (others: boolean) => void heard.push(others),
      };
      const here = new Outbox(new Map([['votes', spied as unknown as OutboxRelay]]), redis, channel, log);
      const there = new Outbox(new Map([['votes', follower]]), redis, channel, log);
      here.start();
      await waitFor(
        async () => {
          there.nudge('votes', 'an-id');
          return nudged;
        },
        (ids) => ids.includes('an-id'),
      );
      expect(heard).toEqual([true]);
      here.stop();
      await waitFor(
        () => heard,
        (told) => told.at(-1) === false,
      );
    } finally {
      redis.disconnect();
    }
  });

  it('publishes a write whose nudge was lost, also while nudges of other replicas arrive', async () => {
    const made = relay();
    await waitFor(() => made.leads, Boolean);
    made.hears(true);
    const lost = await cast(1);
    await waitFor(
      () => published.map(({ key }) => key),
      (keys) => keys.includes(lost),
    );
  });

  it('lets one replica relay, and the next one as soon as that gives up', async () => {
    // So long that the other one can only have it because it was given up.
    const leaseMs = 120_000;
    const one = relay(leaseMs);
    await waitFor(() => one.leads, Boolean);
    const two = relay(leaseMs);
    await cast(1);
    await waitFor(
      () => published.length,
      (count) => count === 1,
    );
    expect([one.leads, two.leads]).toEqual([true, false]);
    await one.stop();
    await waitFor(() => two.leads, Boolean);
    await cast(2);
    await waitFor(
      () => published.length,
      (count) => count === 2,
    );
  });

  it('fences a former relay that publishes after its lease went elsewhere', async () => {
    const frozen = relay();
    await waitFor(() => frozen.leads, Boolean);
    // As after SIGSTOP: it believes to hold the lease, does nothing, and has a transaction to send when it wakes up.
    const stuck = Reflect.get(frozen, 'lease') as RelayLease;
    let wake: () => void = () => undefined;
    const asleep = new Promise<'elsewhere'>((resolve) => {
      wake = () => resolve('elsewhere');
    });
    let sleeps = false;
    Reflect.set(stuck, 'take', () => {
      sleeps = true;
      return asleep;
    });
    await waitFor(() => sleeps);
    const former = Reflect.get(frozen, 'producer') as RelayProducer;
    await expireLease();
    const next = relay();
    await waitFor(() => next.leads, Boolean);
    const sending = former.send([{ key: 'stale', value: '{"seq":1}' }]);
    await expect(sending).rejects.toThrow(/fenced|epoch|older/i);
    await cast(1);
    await waitFor(
      () => published.length,
      (count) => count === 1,
    );
    expect(published.map(({ key }) => key)).not.toContain('stale');
    wake();
  });

  it('publishes again, under the same id, what it could not remove', async () => {
    const made = relay();
    const documents = Reflect.get(made, 'documents') as { documents: Collection<VoteDocument> };
    const { bulkWrite } = documents.documents;
    let failing = true;
    documents.documents.bulkWrite = ((...args: Parameters<typeof bulkWrite>) =>
      failing
        ? Promise.reject(new Error('The engine is away.'))
        : bulkWrite.apply(documents.documents, args)) as typeof bulkWrite;
    const id = await cast(1);
    await waitFor(
      () => published.length,
      (count) => count >= 2,
    );
    failing = false;
    await waitFor(pending, (count) => count === 0);
    expect(new Set(published.map(({ id: eventId }) => eventId))).toEqual(new Set([`votes/${id}/1`]));
  });

  /** As a bulk write inserts them. */
  async function insertInBulk(papers: number[], more: object = {}): Promise<string[]> {
    const documents = papers.map((paper): VoteDocument => {
      const paperId = `2611.${10_000 + paper}`;
      const state = {
        paperId,
        personId: 'reader',
        standing: true,
        counts: true,
        history: [{ castAt: '2026-11-22T08:00:00.000Z' }],
        sample: false,
        ...more,
      };
      return {
        _id: voteKey({ paperId, personId: 'reader' }),
        seq: 1,
        state,
        ...bulkEvent('vote.cast', new Date()),
      };
    });
    await votes.insertMany(documents);
    return documents.map(({ _id }) => _id);
  }

  const inBulk = (): Promise<number> => votes.countDocuments({ bulk: { $exists: true } });

  it('publishes the states of bulk writes once, unasked, and no edition waits for them', async () => {
    const papers = Array.from({ length: 1_200 }, (_, paper) => paper);
    const ids = await insertInBulk(papers);
    const made = idleRelay();
    expect(await made.positions(new Date(Date.now() + 60_000))).toMatchObject({ settled: true });
    made.start();
    await waitFor(inBulk, (count) => count === 0);
    await waitFor(
      () => new Set(published.map(({ key }) => key)).size,
      (count) => count === ids.length,
    );
    const events = published.map(({ key, seq, id }) => `${key} ${seq} ${id}`);
    expect(new Set(events)).toEqual(new Set(ids.map((id) => `${id} 1 votes/${id}/1`)));
    const [first] = ids;
    expect(Object.keys((await votes.findOne({ _id: first })) ?? {}).sort()).toEqual(['_id', 'seq', 'state']);
  });

  it('publishes what people write before the bulk writes that wait longer, and these nevertheless', async () => {
    const made = idleRelay();
    let behind = true;
    made.bulkWaitsWhile(() => behind);
    const ids = await insertInBulk(Array.from({ length: 600 }, (_, paper) => paper));
    made.start();
    const live = await cast(700);
    await waitFor(
      () => published.map(({ key }) => key),
      (keys) => keys.includes(live),
    );
    expect(new Set(published.map(({ key }) => key))).toEqual(new Set([live]));
    behind = false;
    let others = 700;
    const feeding = setInterval(() => void cast(others++).then((id) => made.nudge(id)), 20);
    try {
      await waitFor(
        () => new Set(published.map(({ key }) => key)),
        (keys) => ids.filter((id) => keys.has(id)).length >= 25,
      );
    } finally {
      clearInterval(feeding);
    }
    await waitFor(inBulk, (count) => count === 0);
  });

  it('publishes few bulk writes at once while people write elsewhere', async () => {
    await insertInBulk(Array.from({ length: 60 }, (_, paper) => paper));
    const made = idleRelay();
    let asked = 0;
    made.bulkGivesWayTo(async () => {
      asked += 1;
      return true;
    });
    made.start();
    await waitFor(inBulk, (count) => count === 0);
    // 25, 25 and 10.
    expect(asked).toBeGreaterThanOrEqual(3);
  });

  it('publishes the later event of a document alone when it changes before its bulk event is published', async () => {
    const [id = ''] = await insertInBulk([1]);
    await cast(1);
    expect(await votes.findOne({ _id: id })).not.toHaveProperty('bulk');
    relay();
    await waitFor(pending, (count) => count === 0);
    await waitFor(
      () => published.length,
      (count) => count > 0,
    );
    expect(new Set(published.map(({ key, seq }) => `${key} ${seq}`))).toEqual(new Set([`${id} 2`]));
  });

  it('keeps what a document has to publish that changes while its bulk event is published', async () => {
    const made = relay();
    const bulk = Reflect.get(made, 'bulk') as BulkDocuments;
    const remove = bulk.remove.bind(bulk);
    bulk.remove = async (...args) => {
      // Between the publishing and the removal.
      if (args[0].some(({ pending: [event] }) => event?.seq === 1)) await cast(1);
      await remove(...args);
    };
    const [id = ''] = await insertInBulk([1]);
    await waitFor(
      () => published.length,
      (count) => count >= 2,
    );
    await waitFor(pending, (count) => count === 0);
    const seqs = published.filter(({ key }) => key === id).map(({ seq }) => seq);
    expect([seqs[0], seqs.at(-1)]).toEqual([1, 2]);
  });

  it('publishes bulk events again, under the same id, that it could not remove', async () => {
    const made = relay();
    const bulk = Reflect.get(made, 'bulk') as BulkDocuments;
    const remove = bulk.remove.bind(bulk);
    let failing = true;
    bulk.remove = (...args) => (failing ? Promise.reject(new Error('The engine is away.')) : remove(...args));
    const [id] = await insertInBulk([1]);
    await waitFor(
      () => published.length,
      (count) => count >= 2,
    );
    failing = false;
    await waitFor(inBulk, (count) => count === 0);
    expect(new Set(published.map(({ id: eventId }) => eventId))).toEqual(new Set([`votes/${id}/1`]));
  });

  it('sets a bulk event aside that no topic takes', async () => {
    const [id = ''] = await insertInBulk([1], { filler: 'x'.repeat(EVENT_BYTES) });
    const [other] = await insertInBulk([2]);
    relay();
    await waitFor(inBulk, (count) => count === 0);
    await waitFor(
      () => published.map(({ key }) => key),
      (keys) => keys.length === 1 && keys[0] === other,
    );
    const document = await votes.findOne({ _id: id });
    expect(document?.setAside).toMatchObject({ type: 'vote.cast', seq: 1, data: { seq: 1 } });
  });

  it('sets an event aside that no topic takes, and forgets it when a later one tells all of it', async () => {
    const made = relay();
    const whole = { $mergeObjects: ['$state', { seq: '$seq' }] };
    const tooLarge = { $mergeObjects: [whole, { filler: { $literal: 'x'.repeat(EVENT_BYTES) } }] };
    const id = await cast(1);
    await cast(1, { type: 'vote.cast', data: tooLarge });
    const other = await cast(2);
    await waitFor(pending, (count) => count === 0);
    await waitFor(
      () => published.length,
      (count) => count === 2,
    );
    expect(published.map(({ key, seq }) => [key, seq])).toEqual([
      [id, 1],
      [other, 1],
    ]);
    const document = await votes.findOne({ _id: id });
    expect(document?.setAside).toMatchObject({
      type: 'vote.cast',
      seq: 2,
      data: { filler: 'x'.repeat(EVENT_BYTES) },
    });
    expect(await made.positions(new Date(Date.now() + 60_000))).toMatchObject({ settled: true });
    await waitFor(
      () => made.health(),
      ({ state, setAside }) => state === 'degraded' && setAside === 1,
    );
    expect((await metrics.text()).body).toContain(
      'paperboy_outbox_set_aside_documents{collection="votes"} 1',
    );
    await cast(1);
    await waitFor(
      () => votes.findOne({ _id: id }),
      (vote) => vote?.setAside === undefined,
    );
    await waitFor(
      () => published.at(-1),
      (last) => last?.key === id && last.seq === 3,
    );
    await waitFor(
      () => made.health(),
      ({ state }) => state === 'up',
    );
  });

  it('publishes in order what is too much for the broker to take at once', async () => {
    const filler = { $literal: 'x'.repeat(300_000) };
    const large = { $mergeObjects: ['$state', { seq: '$seq', filler }] };
    for (let seq = 1; seq <= 8; seq += 1) await cast(1, { type: 'vote.cast', data: large });
    const id = await cast(2);
    relay();
    await waitFor(pending, (count) => count === 0);
    await waitFor(
      () => published.length,
      (count) => count === 9,
    );
    expect(published.filter(({ key }) => key !== id).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('gives the lease to one of many who ask at once, and after it expired to another', async () => {
    // Long enough that it does not expire while all of them ask.
    const contenders = Array.from({ length: 8 }, () => new RelayLease(connection, 'contended', 4_000));
    const answers = await Promise.all(contenders.map((lease) => lease.take()));
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
    const winner = contenders[answers.indexOf('taken')] as RelayLease;
    const loser = contenders[(answers.indexOf('taken') + 1) % 8] as RelayLease;
    expect(await winner.take()).toBe('held');
    await waitFor(
      () => loser.take(),
      (answer) => answer === 'taken',
    );
    expect(await winner.storePositions(new Map([[0, 5n]]))).toBe(false);
    expect(await loser.storePositions(new Map([[0, 7n]]))).toBe(true);
    expect(await loser.storePositions(new Map([[0, 6n]]))).toBe(true);
    expect(await winner.positions()).toEqual({ 0: '7' });
  });
});
