import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import mongoose, { type Connection } from 'mongoose';
import {
  type EventBatch,
  OffsetMismatch,
  type OwnOffsets,
  partitionKey,
} from '../src/consume/received-event.js';
import { readDeadLetters } from '../src/dead-letters/dead-letter-box.js';
import { PARKING_CLAIMS } from '../src/dead-letters/parking-claim.schema.js';
import { ParkingClaims } from '../src/dead-letters/parking-claims.js';
import { VotesUnderTest, voteMessage } from './votes-under-test.js';

const log = createLogger({ service: 'test', level: 'silent', format: 'json' });
const POISON = { value: '{"broken', headers: voteMessage(1).headers };

/** A read model in memory: what it holds and how far it is read change together. */
class ReadModel implements OwnOffsets {
  readonly ids: string[] = [];
  readonly stored = new Map<string, bigint>();
  /** The batch at hand is applied, and the process dies before anybody hears of it. */
  diesAfterNext = false;

  async positions(): Promise<Map<string, bigint>> {
    return new Map(this.stored);
  }

  async startOver(): Promise<void> {
    this.ids.length = 0;
    this.stored.clear();
  }

  readonly onBatch = async (batch: EventBatch): Promise<void> => {
    const key = partitionKey(batch);
    if ((this.stored.get(key) ?? 0n) !== batch.firstOffset)
      throw new OffsetMismatch(batch.topic, batch.partition, this.stored.get(key));
    this.stored.set(key, batch.nextOffset);
    this.ids.push(...batch.events.map(({ id }) => id));
    if (!this.diesAfterNext) return;
    this.diesAfterNext = false;
    throw new Error('killed');
  };
}

describe('A consumer that every replica is', () => {
  let mongo: Connection;
  let votes: VotesUnderTest;
  let namespace: string;
  let claims: ParkingClaims;
  let now: Date;

  beforeAll(async () => {
    namespace = uniqueNamespace();
    mongo = await mongoose.createConnection(testStack().mongodbUrl, { dbName: namespace }).asPromise();
  });
  afterAll(async () => {
    await mongo.dropDatabase();
    await mongo.close();
  });
  beforeEach(async () => {
    now = new Date('2026-11-22T08:00:00.000Z');
    await mongo.collection(PARKING_CLAIMS).deleteMany({});
    claims = new ParkingClaims(mongo, () => now);
    votes = new VotesUnderTest(testStack().kafkaBrokers, uniqueNamespace(), log, { claims });
    await votes.prepare();
  });
  afterEach(() => votes.stop());

  const replica = () => {
    const model = new ReadModel();
    return { model, consumer: votes.startReplica(model.onBatch, model) };
  };
  const reads = (model: ReadModel, count: number) =>
    waitFor(
      () => model.ids.length,
      (ids) => ids >= count,
    );
  const some = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => voteMessage(from + n));

  it('hands every event to each replica, also to one that comes later and begins at the beginning', async () => {
    const first = replica();
    const second = replica();
    await votes.write(some(0, 30));
    await reads(first.model, 30);
    await reads(second.model, 30);
    const late = replica();
    await votes.write(some(30, 10));
    for (const { model } of [first, second, late]) {
      await reads(model, 40);
      expect(model.ids).toEqual(some(0, 40).map(({ headers }) => headers.ce_id));
    }
  });

  it('goes on after a restart where its read model stands, and doubles nothing when it died in between', async () => {
    const { model, consumer } = replica();
    model.diesAfterNext = true;
    await votes.write(some(0, 20));
    await reads(model, 20);
    await consumer.stop();
    votes.startReplica(model.onBatch, model);
    await votes.write(some(20, 5));
    await reads(model, 25);
    expect(model.ids).toEqual(some(0, 25).map(({ headers }) => headers.ce_id));
  });

  it('says when it has read what there was as it began, and does not take that back for what comes later', async () => {
    await votes.write(some(0, 50));
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const model = new ReadModel();
    const consumer = votes.startReplica(async (batch) => {
      await held;
      await model.onBatch(batch);
    }, model);
    await waitFor(
      () => consumer.lag().get('catalog.votes.v1/0'),
      (lag) => lag === 50n,
    );
    expect(consumer.hasReadBacklog()).toBe(false);
    release();
    await waitFor(
      () => consumer.hasReadBacklog(),
      (whole) => whole,
    );
    expect(model.ids).toHaveLength(50);
  });

  it('parks what none can take once, however many replicas meet it, and all of them flow on', async () => {
    const replicas = [replica(), replica(), replica()];
    await votes.write([POISON, ...some(0, 3)]);
    for (const { model } of replicas) await reads(model, 3);
    const late = replica();
    await reads(late.model, 3);
    expect(await votes.recordsOf('ranking.dead-letters.v1')).toBe(1);
    expect((await readDeadLetters(votes, 'ranking')).map(({ id, code }) => [id, code])).toEqual([
      ['catalog.votes.v1/0/0', 'not-json'],
    ]);
  });

  it('has another replica park it when the one that was about to do so was killed', async () => {
    const claim = { claimedAt: new Date(now.getTime() - 9_000) };
    const id = 'ranking.votes/catalog.votes.v1/0/0';
    await mongo.collection<{ _id: string }>(PARKING_CLAIMS).insertOne({ _id: id, ...claim });
    const { model, consumer } = replica();
    await votes.write([POISON, ...some(0, 1)]);
    await waitFor(
      () => consumer.health().state,
      (state) => state === 'degraded',
    );
    expect(model.ids).toEqual([]);
    now = new Date(now.getTime() + 1_000);
    await reads(model, 1);
    expect(await readDeadLetters(votes, 'ranking')).toHaveLength(1);
  });

  it('leaves no group of its own on the broker when it ends', async () => {
    const { model } = replica();
    await votes.write(some(0, 1));
    await reads(model, 1);
    expect(await votes.groups()).toHaveLength(1);
    await votes.stop();
    await waitFor(
      () => votes.groups(),
      (groups) => groups.length === 0,
    );
  });
});
