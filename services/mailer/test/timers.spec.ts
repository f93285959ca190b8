import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { queues } from '@paperboy/contracts';
import type { Jobs } from '@paperboy/messaging';
import {
  Clock,
  createLogger,
  databaseName,
  indexesOf,
  makeIndexes,
  modelOf,
  type ServiceClients,
} from '@paperboy/platform';
import { SentQueries, uniqueNamespace, waitFor, watchedMongodbUrl } from '@paperboy/testing';
import mongoose, { type Connection } from 'mongoose';
import { editionSchema } from '../src/edition/edition.schema.js';
import { KnownEditionStore } from '../src/edition/known-edition.store.js';
import type { Delivery } from '../src/ledger/delivery.js';
import { DeliveryStore } from '../src/ledger/delivery.store.js';
import { mailerConfigSchema } from '../src/mailer.config.js';
import { mailerDocuments } from '../src/mailer.documents.js';
import { MessageStore } from '../src/message/message.store.js';
import { PutBackMessagesTimer } from '../src/message/put-back-messages.timer.js';
import type { DeliverEdition } from '../src/plan/deliver-edition.service.js';
import { PlanDigestsWorker } from '../src/plan/plan-digests.worker.js';
import { PutBackRunsTimer } from '../src/run/put-back-runs.timer.js';
import { runSchema } from '../src/run/run.schema.js';
import { RunStore } from '../src/run/run.store.js';
import { SubscriptionStore } from '../src/subscription/subscription.store.js';

/** What a year leaves behind, for what is done now. */
const FINISHED = 3_000;
/** Rows of each of two editions that are being sent: of one they are due, of the other a relay refused them for now. */
const IN_SENDING = 300;
const DUE = 4;
/** What one query may read, however many are finished or in sending. */
const MOST = 10 * DUE;

// Ahead of MongoDB's own clock, by which it deletes what expired.
const NOW = new Date('2037-11-22T08:00:00.000Z');
const LATER = new Date('2037-11-22T09:00:00.000Z');
const BEFORE = new Date('2037-11-22T07:59:00.000Z');

const clock = Object.assign(Object.create(Clock.prototype) as Clock, { now: () => NOW });
const log = createLogger({ service: 'mailer', level: 'silent', format: 'json' });

/** Rows of a ledger as they end, some of them still with the lock of their last sender. */
const finished = <Row extends object>(row: (index: number) => Row) =>
  Array.from({ length: FINISHED }, (_, index) => ({
    ...row(index),
    state: ['accepted', 'uncertain', 'skipped'][index % 3],
    attempts: 0,
    dueAt: BEFORE,
    nextAttemptAt: BEFORE,
    lock: { owner: 'somebody', until: BEFORE },
  }));

describe('after a year', () => {
  let mongo: Connection;

  beforeAll(async () => {
    const dbName = databaseName(uniqueNamespace(), 'mailer');
    mongo = await mongoose.createConnection(watchedMongodbUrl(), { dbName }).asPromise();
    expect(await makeIndexes(mongo, indexesOf(mailerDocuments))).toEqual([]);
    const delivery = (_id: string, editionId: string, nextAttemptAt: Date, batch = 'a') => ({
      _id,
      subscriptionId: _id,
      editionId,
      batch,
      state: 'claimed' as const,
      attempts: 0,
      dueAt: BEFORE,
      nextAttemptAt,
      plannedAt: NOW,
      sample: false,
    });
    await mongo.collection('deliveries').insertMany(
      finished((index) => ({
        editionId: `day-old-${index % 400}`,
        subscriptionId: `${index}`,
        plannedAt: NOW,
      })),
    );
    await mongo
      .collection<Delivery>('deliveries')
      .insertMany([
        delivery('due', 'day-due', BEFORE),
        ...Array.from({ length: IN_SENDING }, (_, index) =>
          delivery(`sent-${index}`, 'day-due-too', BEFORE, index % 2 ? 'a' : 'b'),
        ),
        ...Array.from({ length: IN_SENDING }, (_, index) => delivery(`later-${index}`, 'day-later', LATER)),
        { ...delivery('lost', 'day-lost', BEFORE), state: 'handed-off', lock: { owner: 'x', until: BEFORE } },
      ]);
    const message = (_id: string) => ({ _id, requestedAt: BEFORE, expiresAt: LATER });
    const messages = mongo.collection<{ _id: string }>('messages');
    await messages.insertMany(finished((index) => message(`old-${index}`)));
    await messages.insertMany(
      Array.from({ length: DUE }, (_, index) => ({
        ...message(`message-${index}`),
        state: 'claimed',
        attempts: 0,
        nextAttemptAt: BEFORE,
      })),
    );
    const subscription = (_id: string) => ({
      _id,
      subscriberId: _id,
      slot: 'day',
      cadence: 'day',
      hour: 8,
      timeZone: 'UTC',
    });
    await mongo.collection<{ _id: string }>('subscriptions').insertMany([
      ...Array.from({ length: FINISHED }, (_, index) => ({
        ...subscription(`ended-${index}`),
        state: 'ended',
        forgetAt: LATER,
      })),
      ...Array.from({ length: DUE }, (_, index) => ({
        ...subscription(`active-${index}`),
        state: 'active',
        next: { localDate: '2037-11-22', editionId: 'day-2037-11-21' },
        nextDueAt: BEFORE,
      })),
    ]);
    await mongo
      .collection<{ _id: string }>('editions')
      .insertMany([
        ...Array.from({ length: FINISHED }, (_, index) => ({ _id: `day-old-${index}`, papers: 1 })),
        { _id: 'day-2037-11-21', papers: 1 },
      ]);
  });

  afterAll(async () => {
    await mongo.dropDatabase();
    await mongo.close();
  });

  it('each second’s look for what is due costs what is due', async () => {
    const deliveries = new DeliveryStore(mongo);
    const added = new Set<string>();
    const jobs = {
      add: async (queue: { idOf: (data: unknown) => string }, data: unknown) => added.add(queue.idOf(data)),
    } as unknown as Jobs;
    const timers = [
      new PutBackRunsTimer(deliveries, new RunStore(modelOf(mongo, runSchema)), jobs, clock, log),
      new PutBackMessagesTimer(new MessageStore(mongo), jobs, clock, log),
    ];
    const sent = SentQueries.watch(mongo);
    for (const timer of timers) timer.onApplicationBootstrap();
    await waitFor(() => added.has('send-day-due-too-a') && added.has('message-message-3'), Boolean, {
      timeoutMs: 60_000,
    });
    for (const timer of timers) await timer.onModuleDestroy();
    // What the job then asks for.
    expect(await deliveries.due('day-due-too', 'a', NOW, DUE)).toHaveLength(DUE);
    expect(await deliveries.due('day-later', 'a', NOW, DUE)).toHaveLength(0);

    const costs = await sent.costs();
    expect([...added].sort()).toEqual([
      ...Array.from({ length: DUE }, (_, index) =>
        queues.sendMessage.idOf({ messageId: `message-${index}` }),
      ),
      'send-day-due-a',
      'send-day-due-too-a',
      'send-day-due-too-b',
    ]);
    expect(sent.names).toEqual([
      'distinct deliveries',
      'find deliveries',
      'find messages',
      'find runs',
      'update deliveries',
      'update messages',
    ]);
    expect(costs.filter(({ scans, keys, documents }) => scans || keys + documents > MOST)).toEqual([]);
  });

  it('planning costs the subscriptions that are due', async () => {
    const config = mailerConfigSchema.parse({ SERVICE_SECRET: 's'.repeat(32) });
    const planning = new PlanDigestsWorker(
      config,
      new SubscriptionStore(mongo),
      new DeliveryStore(mongo),
      new KnownEditionStore(modelOf(mongo, editionSchema), {} as ServiceClients),
      {} as DeliverEdition,
      clock,
      log,
    );
    const sent = SentQueries.watch(mongo);
    await planning.planDue();

    const costs = await sent.costs();
    expect(await mongo.collection('deliveries').countDocuments({ editionId: 'day-2037-11-21' })).toBe(DUE);
    expect(sent.names).toEqual([
      'find editions',
      'find subscriptions',
      'update deliveries',
      'update subscriptions',
    ]);
    expect(costs.filter(({ scans, keys, documents }) => scans || keys + documents > MOST)).toEqual([]);
  });
});
