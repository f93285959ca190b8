import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MONGO } from '@paperboy/platform';
import { freePort, testClock, testStack, undeclared, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import nodemailer from 'nodemailer';
import { complaint, failed } from '../../test/bounces.js';
import { FakeCatalog } from '../../test/fake-catalog.server.js';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { OwnAddresses } from '../letter/own-addresses.js';
import { mailerDocuments } from '../mailer.documents.js';
import type { Message } from '../message/message.js';
import { MessageStore } from '../message/message.store.js';
import { AddressIds } from '../subscriber/address.js';
import { SuppressionStore } from '../subscriber/suppression.store.js';
import { SubscriptionDesk } from '../subscription/subscription-desk.service.js';

const NOW = '2037-11-22T12:00:00.000Z';
const HARD = failed('5.1.1', '550 5.1.1 no such user');

let mailer: RunningMailer;
let catalog: FakeCatalog;
let namespace: string;
let bouncePort: number;

beforeAll(async () => {
  namespace = uniqueNamespace();
  bouncePort = await freePort();
  catalog = await new FakeCatalog().start();
  mailer = await startMailer({
    stack: testStack(),
    namespace,
    // In the future, so that MongoDB, which uses the real time, deletes no document as expired.
    clock: testClock(NOW),
    relayPort: await freePort(),
    catalogUrl: catalog.url,
    environment: { BOUNCE_PORT: String(bouncePort), MAIL_REPLY_TO: 'editor@papers.example.org' },
  });
});
afterAll(async () => {
  const stored = await undeclared(namespace, 'mailer', mailerDocuments);
  await mailer?.stop();
  await catalog?.stop();
  expect(stored).toEqual([]);
});

const of = <T>(type: abstract new (...args: never[]) => T): T =>
  mailer.service.app.get(type, { strict: false });
const rows = () =>
  mailer.service.app.get<Connection>(MONGO, { strict: false }).collection<Message>('messages');
const reasonOf = async (address: string) =>
  (await of(SuppressionStore).find(of(AddressIds).subscriber(address)))?.reason;
/** The mail to an address, once it has come. Its envelope's sender is the address for bounces. */
const mailTo = (address: string) =>
  waitFor(
    () => mailer.relay.taken.find(({ to }) => to === address),
    (mail) => mail !== undefined,
  );
async function bring(to: string, raw: string): Promise<void> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: bouncePort, ignoreTLS: true });
  await transport.sendMail({ envelope: { from: '', to: [to] }, raw });
}
/** Has a single message of a kind sent, and brings a report to its address for bounces. */
async function returned(address: string, send: () => Promise<unknown> | unknown, report: string) {
  await send();
  await bring((await mailTo(address))?.from ?? '', report);
}
let requests = 0;
const signIn = (address: string) => () => {
  requests += 1;
  return catalog.dueSignIns.set(`SignIn${String(requests).padStart(6, '0')}`, address);
};
const confirmation = (address: string) => () =>
  mailer.call('POST', '/api/subscriptions', { email: address, hour: 8, timeZone: 'UTC' });

describe('a bounce of a single message', () => {
  it('that is hard or a complaint suppresses the address, of which only a hash is kept', async () => {
    await returned('gone@example.org', signIn('gone@example.org'), HARD);
    expect(await reasonOf('gone@example.org')).toBe('bounced');
    await returned('cross@example.org', signIn('cross@example.org'), complaint());
    expect(await reasonOf('cross@example.org')).toBe('complained');
    const kept = await waitFor(
      () => rows().find({ kind: 'sign-in' }).toArray(),
      (all) => all.length === 2 && all.every(({ state }) => state === 'accepted'),
    );
    expect(JSON.stringify(kept)).not.toContain('example.org');
  });

  it('stops no later sign-in mail, since its owner asks for it, and tells nobody that asks', async () => {
    await returned('again@example.org', signIn('again@example.org'), HARD);
    mailer.relay.taken.length = 0;
    signIn('again@example.org')();
    await mailTo('again@example.org');
    const [known, unknown] = await Promise.all(
      ['again@example.org', 'nobody@example.org'].map((address) => confirmation(address)()),
    );
    expect(known?.status).toBe(202);
    expect(known).toEqual(unknown);
  });

  it('of a request to confirm suppresses, until the address is confirmed after all', async () => {
    await returned('full@example.org', confirmation('full@example.org'), HARD);
    expect(await reasonOf('full@example.org')).toBe('bounced');
    mailer.clock.advance(60_000);
    await of(SubscriptionDesk).start('full@example.org', { cadence: 'day', hour: 8, timeZone: 'UTC' }, false);
    expect(await reasonOf('full@example.org')).toBeUndefined();
    // The old report comes once more, and is of no interest.
    const { from } = (await mailTo('full@example.org')) ?? { from: '' };
    await bring(from, HARD);
    expect(await reasonOf('full@example.org')).toBeUndefined();
  });

  it('that is soft, blocked or unknown suppresses nobody, and neither does one of a mail that never went', async () => {
    const address = 'full-box@example.org';
    await returned(address, signIn(address), failed('5.2.2', '552 mailbox full'));
    const { from } = (await mailTo(address)) ?? { from: '' };
    for (const report of [
      failed('5.7.1', '550 spam'),
      failed(undefined, 'user unknown'),
      complaint('not-spam'),
    ])
      await bring(from, report);
    expect(await reasonOf(address)).toBeUndefined();
    await bring(of(OwnAddresses).ofMessage('AAAAAAAAAAAA'), HARD);
    const id = 'BBBBBBBBBBBB';
    await of(MessageStore).add({
      _id: id,
      kind: 'settings-link',
      subscriberId: of(AddressIds).subscriber(address),
      subscriptionId: 'CCCCCCCCCCCC',
      expiresAt: new Date('2037-12-01T00:00:00.000Z'),
      state: 'claimed',
      dueAt: new Date('2037-12-01T00:00:00.000Z'),
      attempts: 0,
      nextAttemptAt: new Date('2037-12-01T00:00:00.000Z'),
    });
    await bring(of(OwnAddresses).ofMessage(id), HARD);
    expect(await reasonOf(address)).toBeUndefined();
  });
});
