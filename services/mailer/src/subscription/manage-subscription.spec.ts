import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MONGO } from '@paperboy/platform';
import { freePort, testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { FakeCatalog } from '../../test/fake-catalog.server.js';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { KnownEditionStore } from '../edition/known-edition.store.js';
import { LinkTokens } from '../letter/link-tokens.js';
import { AddressIds } from '../subscriber/address.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { SuppressionStore } from '../subscriber/suppression.store.js';
import type { Subscription } from './subscription.js';
import { SubscriptionDesk } from './subscription-desk.service.js';

let mailer: RunningMailer;
let catalog: FakeCatalog;
beforeAll(async () => {
  // A Sunday, an hour before the morning's digests. In the future, so that MongoDB, which uses the real time, deletes
  // no document as expired.
  const clock = testClock('2037-11-22T07:00:00.000Z');
  const relayPort = await freePort();
  catalog = await new FakeCatalog().start();
  const own = { namespace: uniqueNamespace(), relayPort, catalogUrl: catalog.url };
  mailer = await startMailer({ stack: testStack(), clock, ...own });
  await waitFor(async () => (await mailer.counts('day-2037-11-21')).candidates === 0);
});
afterAll(async () => {
  await mailer?.stop();
  await catalog?.stop();
});

const DAILY = { cadence: 'day', hour: 8, timeZone: 'UTC' } as const;

/** Subscribes a reader as the form does. Returns the token of the settings link. */
async function subscribed(address: string): Promise<string> {
  await of(SubscriptionDesk).start(address, DAILY, false);
  const subscription = await mailer.service.app
    .get<Connection>(MONGO, { strict: false })
    .collection<Subscription>('subscriptions')
    .findOne({ subscriberId: of(AddressIds).subscriber(address) });
  return of(LinkTokens).issueUntil('settings', subscription?._id ?? '', new Date('2037-12-27T00:00:00Z'));
}
const of = <T>(type: abstract new (...args: never[]) => T): T =>
  mailer.service.app.get(type, { strict: false });
const view = (token: string) => mailer.call('GET', `/api/subscriptions/${token}`);
const change = (token: string, settings: object) =>
  mailer.call('PUT', `/api/subscriptions/${token}`, { ...DAILY, ...settings });
const leave = async (token: string) => {
  const { unsubscribeToken } = (await view(token)).body;
  await mailer.call('POST', '/internal/subscriptions/unsubscribe', { token: unsubscribeToken as string });
};
const deliver = (id: string) => mailer.call('POST', `/internal/editions/${id}/deliver`);
const mailTo = async (address: string, nth = 1): Promise<string> => {
  const to = () => mailer.relay.taken.filter((mail) => mail.to === address);
  await waitFor(() => to().length === nth);
  return (to()[nth - 1]?.raw ?? '').replaceAll('=\r\n', '');
};

/** Sends a request of a person with this address. */
function asPerson(
  id: string,
  address: string,
  ...asked: [method: 'GET' | 'POST' | 'DELETE', path: string, body?: object]
) {
  catalog.addresses.set(id, address);
  return mailer.callAs(id, ...asked);
}
const start = (id: string, address: string, settings: object) =>
  asPerson(id, address, 'POST', '/api/settings/digests', settings);

describe('the link in a mail', () => {
  it('shows what its reader has chosen, and when the next digest comes', async () => {
    const token = await subscribed('ada@example.org');
    expect(await view(token)).toEqual({
      status: 200,
      body: {
        status: 'active',
        maskedAddress: 'a…@example.org',
        settings: {
          ...DAILY,
          weekday: null,
          categories: [],
          minUpvotes: 0,
          keywords: [],
          authors: [],
          papers: 10,
          format: 'html',
          evenWhenEmpty: false,
          pausedUntil: null,
        },
        next: { localDate: '2037-11-22', dueAt: '2037-11-22T08:00:00.000Z' },
        digests: 1,
        unsubscribeToken: expect.any(String),
        deliveries: [],
      },
    });
  });

  it('changes all of it, and the next digest with it', async () => {
    const token = await subscribed('emmy@example.org');
    const weekly = { cadence: 'week', weekday: 3, hour: 18, timeZone: 'Europe/Berlin' };
    const { body } = await change(token, { ...weekly, categories: ['hep-th', 'cs'], papers: 50 });
    expect(body).toMatchObject({
      settings: { ...weekly, categories: ['hep-th', 'cs'], papers: 50 },
      next: { localDate: '2037-11-25', dueAt: '2037-11-25T17:00:00.000Z' },
    });
    expect((await change(token, {})).body).toMatchObject({
      settings: { cadence: 'day', weekday: null, categories: [] },
      next: { localDate: '2037-11-22' },
    });
  });

  it('pauses until a date, up to a year ahead', async () => {
    const token = await subscribed('rosa@example.org');
    const paused = await change(token, { pausedUntil: '2037-12-24' });
    expect(paused.body).toMatchObject({
      settings: { pausedUntil: '2037-12-24' },
      next: { localDate: '2037-12-24', dueAt: '2037-12-24T08:00:00.000Z' },
    });
    mailer.ranking.close('2037-11-20');
    expect((await deliver('day-2037-11-20')).body.left).toMatchObject({ paused: 1 });
    const tooLong = await change(token, { pausedUntil: '2039-01-01' });
    expect([tooLong.status, tooLong.body.code]).toEqual([400, 'pause-too-long']);
    const over = await change(token, { pausedUntil: '2037-11-22' });
    expect(over.body).toMatchObject({ settings: { pausedUntil: null }, next: { localDate: '2037-11-22' } });
  });

  it('starts up to four more for the same reader, each with a link of its own', async () => {
    const token = await subscribed('many@example.org');
    const more = (settings: object, of = token) =>
      mailer.call('POST', `/api/subscriptions/${of}/another`, { ...DAILY, ...settings });
    const answers = await Promise.all(
      [1, 3, 5, 7, 2, 4].map((weekday) => more({ cadence: 'week', weekday })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('too-many-subscriptions');
    const [one, ...rest] = answers.flatMap(({ body }) => (body.token ? [body.token as string] : []));
    const first = one ?? '';
    const { settings, digests } = (await view(first)).body;
    expect([settings, digests]).toEqual([expect.objectContaining({ cadence: 'week' }), 5]);
    expect(new Set([token, first, ...rest]).size).toBe(5);
    await leave(first);
    expect((await view(token)).body).toMatchObject({ status: 'active' });
    expect((await more({}, first)).body.code).toBe('subscription-ended');
    const again = await more({ cadence: 'month', categories: ['hep-th'] });
    expect((await view(again.body.token as string)).body).toMatchObject({
      status: 'active',
      settings: { cadence: 'month', weekday: null, categories: ['hep-th'] },
    });
  });

  it('brings back nobody who has left, and stands for nobody when it is made up', async () => {
    const token = await subscribed('left@example.org');
    await leave(token);
    const refused = await change(token, {});
    expect([refused.status, refused.body.code]).toEqual([409, 'subscription-ended']);
    expect((await view(token)).body).toMatchObject({ status: 'ended', next: null });
    for (const answer of [await view('A'.repeat(28)), await change('A'.repeat(28), {})])
      expect([answer.status, answer.body.code]).toEqual([404, 'unknown-link']);
  });
});

describe('a link to the settings', () => {
  it('ends after five weeks; then, and for a link that can only unsubscribe, a new one is mailed to its reader, once an hour', async () => {
    const token = await subscribed('old-link@example.org');
    const id = of(LinkTokens).readUntil('settings', token)?.id ?? '';
    const old = of(LinkTokens).issueUntil('settings', id, new Date('2037-11-21T23:00:00Z'));
    const { unsubscribeToken } = (await view(token)).body;
    for (const link of [old, unsubscribeToken as string]) {
      const answer = await view(link);
      expect([answer.status, answer.body.code]).toEqual([404, 'link-ended']);
      expect((await change(link, {})).body.code).toBe('link-ended');
      const sent = await mailer.call('POST', '/internal/subscriptions/settings-link', { token: link });
      expect([sent.status, sent.body]).toEqual([202, { status: 'link-sent' }]);
    }
    const mail = await mailTo('old-link@example.org');
    const [, link = ''] = /\/u\/([\w-]{28})\/settings/.exec(mail) ?? [];
    expect((await view(link)).body).toMatchObject({ maskedAddress: 'o…@example.org', digests: 1 });
    expect(of(LinkTokens).readUntil('settings', link)?.until).toEqual(new Date('2037-12-28T00:00:00Z'));
    expect(mailer.relay.taken.filter(({ to }) => to === 'old-link@example.org')).toHaveLength(1);
    const unknown = await mailer.call('POST', '/internal/subscriptions/settings-link', {
      token: 'A'.repeat(28),
    });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown-link']);
  });
});

describe('a person who is signed in', () => {
  it('finds all digests of the own address, each with a link that is good for the day, and those of nobody else', async () => {
    const token = await subscribed('Own@example.org');
    await mailer.call('POST', `/api/subscriptions/${token}/another`, { ...DAILY, cadence: 'month' });
    const ownDigests = async (id: string, address: string) => {
      const { body } = await asPerson(id, address, 'GET', '/api/settings/digests');
      return body as { digests: { token: string; settings: object; next: object }[] };
    };
    const { digests } = await ownDigests('p_own', 'own@example.org');
    expect(digests.map(({ settings }) => settings)).toMatchObject([{ cadence: 'month' }, { cadence: 'day' }]);
    expect(digests[1]?.next).toMatchObject({ localDate: '2037-11-22' });
    const link = digests[1]?.token ?? '';
    expect((await view(link)).body).toMatchObject({ maskedAddress: 'O…@example.org' });
    expect(of(LinkTokens).readUntil('settings', link)?.until).toEqual(new Date('2037-11-23T00:00:00Z'));
    expect(await ownDigests('p_none', 'nobody-yet@example.org')).toEqual({ digests: [] });
  });

  it('starts a digest without a mail that asks, once however often it is sent, and the moment is that of the consent', async () => {
    const asked = { ...DAILY, hour: 9, categories: ['hep-th'] };
    const answers = await Promise.all([1, 2, 3].map(() => start('p_new', 'New@example.org', asked)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const tokens = answers.map(({ body }) => body.token as string);
    expect(new Set(tokens.map((token) => of(LinkTokens).readUntil('settings', token)?.id)).size).toBe(1);
    expect((await view(tokens[0] ?? '')).body).toMatchObject({
      status: 'active',
      maskedAddress: 'N…@example.org',
      settings: asked,
      next: { localDate: '2037-11-22', dueAt: '2037-11-22T09:00:00.000Z' },
      digests: 1,
    });
    const subscriber = await of(SubscriberStore).find(of(AddressIds).subscriber('new@example.org'));
    expect(subscriber?.confirmedAt).toEqual(mailer.clock.now());
    expect(mailer.relay.taken.filter(({ to }) => to.toLowerCase() === 'new@example.org')).toEqual([]);
  });

  it('has five at most', async () => {
    for (const hour of [1, 2, 3, 4, 5])
      expect((await start('p_five', 'five@example.org', { ...DAILY, hour })).status).toBe(201);
    const sixth = await start('p_five', 'five@example.org', { ...DAILY, cadence: 'month' });
    expect([sixth.status, sixth.body.code]).toEqual([409, 'too-many-subscriptions']);
  });

  it('ends a digest of the own, and nobody else’s', async () => {
    const { token } = (await start('p_end', 'end@example.org', DAILY)).body as { token: string };
    const end = (id: string, address: string) =>
      asPerson(id, address, 'DELETE', `/api/settings/digests/${token}`);
    const other = await end('p_other', 'other@example.org');
    expect([other.status, other.body.code]).toEqual([404, 'unknown-link']);
    expect((await view(token)).body.status).toBe('active');
    for (const _ of [1, 2]) expect((await end('p_end', 'end@example.org')).status).toBe(204);
    expect((await view(token)).body.status).toBe('ended');
    // The place is free again.
    const again = (await start('p_end', 'end@example.org', DAILY)).body as { token: string };
    expect((await view(again.token)).body.status).toBe('active');
  });

  it('starts none for a suppressed address: a session may be older than the bounce', async () => {
    const _id = of(AddressIds).subscriber('back@example.org');
    await of(SuppressionStore).add({ _id, reason: 'bounced', at: mailer.clock.now() });
    const refused = await start('p_back', 'back@example.org', DAILY);
    expect([refused.status, refused.body.code]).toEqual([409, 'address-suppressed']);
    expect(await of(SubscriberStore).find(_id)).toBeNull();
  });
});

describe('a digest', () => {
  it('is shown before it comes, of the newest closed edition that is known', async () => {
    const token = await subscribed('curious@example.org');
    const preview = () => mailer.call('GET', `/api/subscriptions/${token}/preview`);
    expect((await preview()).body).toEqual({ edition: null, subject: null, papers: [], matches: [] });
    const id = mailer.ranking.close('2037-11-19', 3);
    const { edition } = await mailer.service.app.get(KnownEditionStore, { strict: false }).papers(id, 1);
    await mailer.service.app.get(KnownEditionStore, { strict: false }).keep(edition);
    await change(token, { categories: ['cs'], papers: 2 });
    expect((await preview()).body).toMatchObject({
      edition: id,
      subject: 'Paper 1 of 2037-11-19, and 1 more paper · 19 November',
      papers: [
        { id: '2611.00001', upvotes: 3, why: ['category: cs'] },
        { id: '2611.00002', why: ['category: cs'] },
      ],
    });
    await change(token, { minUpvotes: 4 });
    expect((await preview()).body).toEqual({ edition: id, subject: null, papers: [], matches: [] });
  });

  it('brings what its reader has chosen and says why, as readers choose, and is told of behind the link', async () => {
    const chosen = await subscribed('chosen@example.org');
    await change(chosen, { categories: ['cs.LG'], papers: 1, format: 'text' });
    const none = await subscribed('none@example.org');
    await change(none, { categories: ['hep-th'] });
    const even = await subscribed('even@example.org');
    await change(even, { categories: ['hep-th'], evenWhenEmpty: true });
    await subscribed('plain@example.org');
    const id = mailer.ranking.close('2037-11-21', 3);
    await deliver(id);
    const mail = await mailTo('chosen@example.org');
    expect(mail).not.toContain('text/html');
    expect(mail).toContain('In this digest for category: cs.LG');
    expect(mail).toContain('Paper 1 of 2037-11-21');
    expect(mail).not.toContain('Paper 2 of 2037-11-21');
    const [, settings = ''] = /\/u\/([\w-]{28})\/settings/.exec(mail) ?? [];
    const [, unsubscribe = ''] = /\/u\/([\w-]{28})\s/.exec(mail) ?? [];
    expect((await view(settings)).body).toMatchObject({ settings: { categories: ['cs.LG'] } });
    expect((await view(unsubscribe)).body.code).toBe('link-ended');
    expect(await mailTo('even@example.org')).toContain('No paper of this time fits what you chose.');
    expect(await mailTo('plain@example.org')).toContain('Paper 3 of 2037-11-21');
    const told = await waitFor(
      async () => (await view(none)).body.deliveries,
      (deliveries) => (deliveries as { endedAt: unknown }[])[0]?.endedAt !== null,
    );
    expect(told).toMatchObject([{ edition: id, state: 'skipped', reason: 'nothing-new' }]);
    const taken = await waitFor(
      async () => (await view(chosen)).body,
      ({ deliveries }) => (deliveries as { state: unknown }[])[0]?.state === 'accepted',
    );
    // A date has one digest: the next one is tomorrow's, even after a change to a later hour of today.
    expect(taken.deliveries).toMatchObject([{ edition: id, reason: null }]);
    expect((await change(chosen, { hour: 20 })).body).toMatchObject({ next: { localDate: '2037-11-23' } });
  });
});
