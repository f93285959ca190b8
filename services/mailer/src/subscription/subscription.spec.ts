import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MONGO } from '@paperboy/platform';
import { freePort, testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import type { Timing } from '../due/due.js';
import { LinkTokens } from '../letter/link-tokens.js';
import { PlanDigestsWorker } from '../plan/plan-digests.worker.js';
import { AddressIds } from '../subscriber/address.js';
import type { Subscription } from './subscription.js';
import { SubscriptionStore } from './subscription.store.js';
import { SubscriptionDesk } from './subscription-desk.service.js';

let mailer: RunningMailer;
beforeEach(async () => {
  // A Sunday, an hour before the morning's digests. In the future, so that MongoDB, which uses the real time, deletes
  // no document as expired.
  const clock = testClock('2037-11-22T07:00:00.000Z');
  const relayPort = await freePort();
  mailer = await startMailer({ stack: testStack(), namespace: uniqueNamespace(), clock, relayPort });
  await waitFor(async () => (await mailer.counts('day-2037-11-21')).candidates === 0);
});
afterEach(() => mailer.stop());

const subscribe = (email: string, more: object = {}) =>
  mailer.call('POST', '/api/subscriptions', { email, ...more });
const messages = () => mailer.service.app.get<Connection>(MONGO, { strict: false }).collection('messages');
const confirm = (token: string) => mailer.call('POST', '/internal/subscriptions/confirm', { token });
const confirmToken = async (nth = 1): Promise<string> => {
  await waitFor(() => mailer.relay.taken.length === nth);
  const text = mailer.relay.taken[nth - 1]?.raw.replaceAll('=\r\n', '') ?? '';
  return /\/confirm\/([\w-]{28})/.exec(text)?.[1] ?? '';
};

describe('subscribing', () => {
  it('sends a confirmation, and nothing is subscribed before it is confirmed', async () => {
    expect(await subscribe('Ada@Example.org', { hour: 9, timeZone: 'Europe/Berlin' })).toEqual({
      status: 202,
      body: { status: 'confirmation-sent' },
    });
    const token = await confirmToken();
    const id = mailer.ranking.close('2037-11-21');
    expect((await mailer.call('POST', `/internal/editions/${id}/deliver`)).body.planned).toBe(0);
    const view = { maskedAddress: 'A…@example.org', hour: 9, timeZone: 'Europe/Berlin' };
    const looked = await mailer.call('GET', `/internal/subscriptions/confirmation/${token}`);
    expect(looked.body).toEqual({ status: 'open', ...view });
    expect((await confirm(token)).body).toEqual({ status: 'confirmed', ...view });
    expect((await confirm(token)).body).toEqual({ status: 'confirmed', ...view });
    expect((await mailer.call('POST', `/internal/editions/${id}/deliver`)).body.planned).toBe(1);
  });

  it('brings the first digest at the next hour wished for', async () => {
    await subscribe('ada@example.org', { hour: 9, timeZone: 'Europe/Berlin' });
    await confirm(await confirmToken());
    const id = mailer.ranking.close('2037-11-21');
    mailer.clock.set('2037-11-22T08:00:00Z');
    await mailer.service.app.get(PlanDigestsWorker, { strict: false }).planDue();
    await waitFor(
      () => mailer.counts(id),
      ({ accepted }) => accepted === 1,
    );
  });

  it('answers the same, and sends nothing more, when the address was asked a moment ago or is subscribed', async () => {
    const first = await subscribe('ada@example.org');
    expect(await subscribe('ADA@example.org')).toEqual(first);
    await confirm(await confirmToken());
    expect(await subscribe('ada@example.org')).toEqual(first);
    mailer.clock.advance(5 * 60_000);
    expect(await subscribe('ada@example.org')).toEqual(first);
    await confirmToken(2);
    expect(mailer.relay.taken).toHaveLength(2);
  });

  it('answers a correction at once with a mail of its own, and the newest wish that is confirmed stands', async () => {
    await subscribe('ada@example.org', { hour: 9, timeZone: 'Europe/Berlin' });
    await confirmToken();
    await subscribe('ada@example.org', { hour: 7, timeZone: 'Europe/Berlin' });
    const corrected = await confirmToken(2);
    expect((await confirm(corrected)).body).toMatchObject({ status: 'confirmed', hour: 7 });
  });

  it('sends one mailbox five mails a day, however its address is written and however many ask at once', async () => {
    const spellings = Array.from({ length: 30 }, (_, nth) => `b${nth % 2 ? '.' : ''}omb+${nth}@gmail.com`);
    const answers = await Promise.all(spellings.map((address) => subscribe(address)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    await waitFor(() => mailer.relay.taken.length === 5);
    expect(await messages().countDocuments()).toBe(5);
    mailer.clock.advance(86_400_000);
    await subscribe('bomb@gmail.com');
    expect(await messages().countDocuments()).toBe(6);
  });

  it('sends one domain a bounded number of mails a day, and says so, but not of a provider of the public', async () => {
    const domainId = mailer.service.app.get(AddressIds, { strict: false }).domain('any@institute.example');
    const asked = { domainId, requestedAt: mailer.clock.now(), state: 'accepted' };
    await messages().insertMany(Array.from({ length: 199 }, () => ({ ...asked })));
    expect((await subscribe('reader-1@institute.example')).status).toBe(202);
    const refused = await subscribe('reader-2@Institute.example');
    expect([refused.status, refused.body.code]).toEqual([429, 'too-many-for-domain']);
    expect((await subscribe('reader-2@other.example')).status).toBe(202);
    const ofProvider = mailer.service.app.get(AddressIds, { strict: false }).domain('any@gmx.net');
    await messages().insertMany(Array.from({ length: 200 }, () => ({ ...asked, domainId: ofProvider })));
    expect((await subscribe('reader-2@gmx.net')).status).toBe(202);
  });

  it.each([
    ['an address that is none', { email: 'ada@localhost' }],
    ['a header in the address', { email: 'ada@example.org\r\nBcc: all@example.org' }],
    ['a zone that is none', { email: 'ada@example.org', timeZone: 'Mars/Olympus' }],
    ['an hour that is none', { email: 'ada@example.org', hour: 24 }],
    ['null as an hour', { email: 'ada@example.org', hour: null }],
    ['true as an hour', { email: 'ada@example.org', hour: true }],
    ['a list as an hour', { email: 'ada@example.org', hour: [8] }],
    ['a way through another host', { email: 'victim%other.example@example.org' }],
  ])('refuses %s', async (_, body) => {
    const answer = await mailer.call('POST', '/api/subscriptions', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
  });

  it('refuses links that are forged, expired, or were used by one who left', async () => {
    await subscribe('ada@example.org');
    const token = await confirmToken();
    const forged = token.slice(0, 27) + (token.endsWith('_') ? '-' : '_');
    expect((await confirm(forged)).status).toBe(404);
    await confirm(token);
    const id = mailer.ranking.close('2037-11-21');
    await mailer.call('POST', `/internal/editions/${id}/deliver`);
    await waitFor(() => mailer.relay.taken.length === 2);
    const leave = /\/u\/([\w-]{28})>/.exec(mailer.relay.taken[1]?.raw ?? '')?.[1] ?? '';
    const left = await mailer.call('POST', '/internal/subscriptions/unsubscribe', { token: leave });
    expect(left.body.status).toBe('ended');
    expect((await confirm(token)).body.status).toBe('ended');
    await subscribe('emmy@example.org');
    const other = await confirmToken(3);
    mailer.clock.advance(8 * 86_400_000);
    expect((await confirm(other)).body.status).toBe('expired');
  });
});

describe('a subscription', () => {
  const store = () => mailer.service.app.get(SubscriptionStore, { strict: false });
  const start = (timing: Timing) =>
    mailer.service.app.get(SubscriptionDesk, { strict: false }).start('ada@example.org', timing, false);
  const all = () =>
    mailer.service.app.get<Connection>(MONGO, { strict: false }).collection<Subscription>('subscriptions');

  it('is made once, however many confirmations come at the same moment', async () => {
    // A new database gets its indexes in the background, right after the mailer has connected.
    await waitFor(async () => (await all().indexes()).some(({ unique, key }) => unique && 'slot' in key));
    await Promise.all(
      Array.from({ length: 12 }, (_, hour) => start({ cadence: 'day', hour, timeZone: 'UTC' })),
    );
    expect(await all().countDocuments()).toBe(1);
  });

  it('keeps its id, so that the links in old mails end it, when its reader leaves and comes back', async () => {
    await start({ cadence: 'day', hour: 8, timeZone: 'UTC' });
    const [before] = await all().find().toArray();
    await store().end(before?._id ?? '', mailer.clock.now(), mailer.clock.now());
    await start({ cadence: 'day', hour: 9, timeZone: 'UTC' });
    expect(await all().find().toArray()).toMatchObject([{ _id: before?._id, state: 'active', hour: 9 }]);
  });

  it('comes back by the link that ended it within an hour, with its settings, and not later', async () => {
    await start({ cadence: 'day', hour: 9, timeZone: 'Europe/Berlin' });
    const id = String((await all().find().toArray())[0]?._id);
    const token = mailer.service.app.get(LinkTokens, { strict: false }).issue('unsubscribe', id);
    const restore = () => mailer.call('POST', '/internal/subscriptions/restore', { token });
    const leave = () => mailer.call('POST', '/internal/subscriptions/unsubscribe', { token });
    await leave();
    mailer.clock.advance(3_000_000);
    expect((await restore()).body).toEqual({ status: 'active', maskedAddress: 'a…@example.org' });
    expect((await restore()).body.status).toBe('active');
    expect(await all().find().toArray()).toMatchObject([
      { _id: id, state: 'active', hour: 9, timeZone: 'Europe/Berlin', next: expect.anything() },
    ]);
    expect((await mailer.call('GET', '/internal/subscriptions')).body).toEqual({
      active: { day: 1, week: 0, month: 0 },
    });
    await leave();
    mailer.clock.advance(3_601_000);
    const late = await restore();
    expect([late.status, late.body.code]).toEqual([409, 'too-late-to-restore']);
    expect(await all().countDocuments({ state: 'active' })).toBe(0);
  });

  it('is one of several of its subscriber, each with its own digest and its own way out', async () => {
    await start({ cadence: 'day', hour: 8, timeZone: 'UTC' });
    const [first] = await all().find().toArray();
    if (!first) throw new Error('There is no subscription.');
    const { _id: firstId, ...settings } = first;
    await store().start({ ...settings, slot: 'another' });
    const id = mailer.ranking.close('2037-11-21');
    await mailer.call('POST', `/internal/editions/${id}/deliver`);
    await waitFor(
      () => mailer.counts(id),
      ({ accepted }) => accepted === 2,
    );
    expect(mailer.relay.taken.map(({ to }) => to)).toEqual(['ada@example.org', 'ada@example.org']);
    const [token] = mailer.relay.taken.map(({ raw }) => /\/u\/([\w-]{28})>/.exec(raw)?.[1]);
    await mailer.call('POST', '/internal/subscriptions/unsubscribe', { token });
    expect(await all().countDocuments({ subscriberId: first.subscriberId, state: 'active' })).toBe(1);
    expect(await all().distinct('_id')).toContain(firstId);
  });
});

describe('the sample', () => {
  it('has one reader, and goes without a trace', async () => {
    expect((await mailer.call('PUT', '/internal/sample', {})).status).toBe(204);
    expect((await mailer.call('PUT', '/internal/sample', {})).status).toBe(204);
    const id = mailer.ranking.close('2037-11-21');
    expect((await mailer.call('POST', `/internal/editions/${id}/deliver`)).body.planned).toBe(1);
    await waitFor(
      () => mailer.counts(id),
      ({ accepted }) => accepted === 1,
    );
    expect((await mailer.counts(id)).subject).toBe('Paper 1 of 2037-11-21, and 1 more paper · 21 November');
    expect((await mailer.call('DELETE', '/internal/sample')).status).toBe(204);
    expect((await mailer.counts(id)).candidates).toBe(0);
    expect((await mailer.call('POST', `/internal/editions/${id}/deliver`)).body.planned).toBe(0);
  });
});
