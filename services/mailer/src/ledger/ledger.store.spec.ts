import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { databaseName } from '@paperboy/platform';
import { testStack, uniqueNamespace } from '@paperboy/testing';
import mongoose, { type Connection } from 'mongoose';
import type { LedgerRow } from './ledger.js';
import { LedgerStore } from './ledger.store.js';

const NOW = new Date('2037-11-22T08:00:00.000Z');
const LATER = new Date('2037-11-22T08:00:40.000Z');

describe('moves of rows at the same moment', () => {
  let database: Connection;
  let ledger: LedgerStore;
  /** The commands that were sent, each as the states that it sets. */
  let commands: string[][];

  const rows = () => database.collection<LedgerRow>('rows');
  const lock = (owner: string) => ({ owner, until: LATER });
  const state = async (id: string) => (await rows().findOne({ _id: id }))?.state;
  const add = (id: string, different: Partial<LedgerRow> = {}) =>
    rows().insertOne({
      _id: id,
      state: 'claimed',
      dueAt: NOW,
      attempts: 0,
      nextAttemptAt: NOW,
      ...different,
    });

  beforeAll(async () => {
    const dbName = databaseName(uniqueNamespace(), 'mailer');
    database = await mongoose
      .createConnection(testStack().mongodbUrl, { dbName, retryWrites: false, monitorCommands: true })
      .asPromise();
    database.getClient().on('commandStarted', ({ commandName, command }) => {
      if (commandName === 'update')
        commands.push(command.updates.map(({ u }: { u: { $set: { state: string } } }) => u.$set.state));
    });
  });
  beforeEach(async () => {
    await rows().deleteMany({});
    commands = [];
    ledger = new LedgerStore(rows());
  });
  afterAll(async () => {
    await database.dropDatabase();
    await database.close();
  });

  it('share one command, in which rows are settled before others are handed off', async () => {
    await add('sent', { state: 'handed-off', lock: lock('me') });
    await add('next');
    const [, handedOff] = await Promise.all([
      ledger.settle('sent', 'me', { state: 'accepted' }, NOW),
      ledger.handOff('next', lock('me-again'), NOW, 'a-record'),
    ]);
    expect(handedOff).toBe(true);
    expect(commands).toEqual([['accepted', 'handed-off']]);
    expect(await rows().findOne({ _id: 'sent' })).toEqual({
      _id: 'sent',
      state: 'accepted',
      dueAt: NOW,
      attempts: 0,
      nextAttemptAt: NOW,
      endedAt: NOW,
    });
    expect(await rows().findOne({ _id: 'next' })).toMatchObject({
      state: 'handed-off',
      recordId: 'a-record',
    });
  });

  it('tell each sender whether it was the one that got its row', async () => {
    await add('free');
    await add('taken', { state: 'handed-off', lock: lock('other') });
    await add('not-due', { nextAttemptAt: LATER });
    await add('ended', { state: 'skipped' });
    const ids = ['free', 'taken', 'not-due', 'ended', 'absent'];
    const got = await Promise.all(ids.map((id) => ledger.handOff(id, lock(`me-${id}`), NOW)));
    expect(got).toEqual([true, false, false, false, false]);
    expect(await rows().findOne({ _id: 'taken' })).toMatchObject({ lock: { owner: 'other' } });
  });

  it('hand a row to one of several senders that want it', async () => {
    await add('wanted');
    const got = await Promise.all(
      ['one', 'two', 'three'].map((owner) => ledger.handOff('wanted', lock(owner), NOW)),
    );
    expect(got).toEqual([true, false, false]);
    expect(await rows().findOne({ _id: 'wanted' })).toMatchObject({ lock: { owner: 'one' } });
  });

  it('settle no row of another sender, and one that became uncertain meanwhile', async () => {
    await add('others', { state: 'handed-off', lock: lock('other') });
    await add('frozen', { state: 'uncertain', reason: 'sender-died', lock: lock('me') });
    await Promise.all([
      ledger.settle('others', 'me', { state: 'accepted' }, NOW),
      ledger.settle('frozen', 'me', { state: 'accepted' }, NOW),
    ]);
    expect([await state('others'), await state('frozen')]).toEqual(['handed-off', 'accepted']);
    expect(await rows().findOne({ _id: 'frozen' })).not.toHaveProperty('reason');
  });
});
