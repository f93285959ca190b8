import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONGO } from '@paperboy/platform';
import { freePort, testClock, testStack, undeclared, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import nodemailer from 'nodemailer';
import { complaint, deliveryReport, failed, HOLIDAY, letter, TEXT_ONLY } from '../../test/bounces.js';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { LinkTokens } from '../letter/link-tokens.js';
import { OwnAddresses } from '../letter/own-addresses.js';
import { mailerDocuments } from '../mailer.documents.js';
import { AddressIds } from '../subscriber/address.js';
import type { Subscription } from '../subscription/subscription.js';
import { SubscriptionDesk } from '../subscription/subscription-desk.service.js';
import { SOFT_IN_A_ROW } from './soft-returns.js';

const EDITOR = 'editor@papers.example.org';
const DAY_MS = 86_400_000;

let mailer: RunningMailer;
let namespace: string;
let bouncePort: number;
let addresses: OwnAddresses;
/** Each test has a day of its own, and readers of its own. */
let day = Date.parse('2037-10-01T00:00:00.000Z');
let reader = '';

beforeAll(async () => {
  namespace = uniqueNamespace();
  bouncePort = await freePort();
  mailer = await startMailer({
    stack: testStack(),
    namespace,
    // In the future, so that MongoDB, which uses the real time, deletes no document as expired.
    clock: testClock('2037-10-01T07:00:00.000Z'),
    relayPort: await freePort(),
    environment: {
      BOUNCE_PORT: String(bouncePort),
      BOUNCE_DOMAIN: 'bounces.example.org',
      MAIL_REPLY_TO: EDITOR,
    },
  });
  addresses = mailer.service.app.get(OwnAddresses, { strict: false });
  await waitFor(async () => (await mailer.counts('day-2037-10-01')).candidates === 0);
});
afterAll(async () => {
  const stored = await undeclared(namespace, 'mailer', mailerDocuments);
  await mailer?.stop();
  expect(stored).toEqual([]);
});

beforeEach(() => {
  day += 2 * DAY_MS;
  mailer.clock.set(new Date(day + 7 * 3_600_000));
  reader = `reader${day}@example.org`;
});

/** Sends a mail to the listener, and returns the code of its answer. */
async function bring(to: string, raw: string, from = ''): Promise<number> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: bouncePort, ignoreTLS: true });
  try {
    await transport.sendMail({ envelope: { from, to: [to] }, raw });
    return 250;
  } catch (error) {
    return (error as { responseCode?: number }).responseCode ?? 0;
  }
}

async function subscribed(): Promise<string> {
  const of = <T>(type: abstract new (...args: never[]) => T): T =>
    mailer.service.app.get(type, { strict: false });
  await of(SubscriptionDesk).start(reader, { cadence: 'day', hour: 8, timeZone: 'UTC' }, false);
  const subscription = await mailer.service.app
    .get<Connection>(MONGO, { strict: false })
    .collection<Subscription>('subscriptions')
    .findOne({ subscriberId: of(AddressIds).subscriber(reader) });
  return subscription?._id ?? '';
}
const tokenOf = (id: string) =>
  mailer.service.app
    .get(LinkTokens, { strict: false })
    .issueUntil('settings', id, new Date('2040-01-01T00:00:00Z'));
const viewOf = async (id: string) => (await mailer.call('GET', `/api/subscriptions/${tokenOf(id)}`)).body;

/** Sends the reader the digest of a day, `after` days after the test's own day. */
async function digest(after = 0): Promise<string> {
  const moment = day + after * DAY_MS;
  mailer.clock.set(new Date(moment + 7 * 3_600_000));
  const id = mailer.ranking.close(
    new Date(moment - DAY_MS).toISOString().slice(0, 10),
    1,
    new Date(moment + 6.9 * 3_600_000).toISOString(),
  );
  await mailer.call('POST', `/internal/editions/${id}/deliver`, { late: true });
  await waitFor(
    async () => {
      const { deliveries } = await viewOf(await subscriptionId());
      return (deliveries as { edition: string; state: string }[]).find(({ edition }) => edition === id)
        ?.state;
    },
    (state) => state === 'accepted' || state === 'suppressed',
  );
  return id;
}
let known: { reader: string; id: string } | undefined;
async function subscriptionId(): Promise<string> {
  if (known?.reader !== reader) known = { reader, id: await subscribed() };
  return known.id;
}
const last = async () => {
  const { deliveries } = await viewOf(await subscriptionId());
  return (deliveries as { state: string; reason: string | null; returned: object | null }[])[0];
};
const suppressionOf = async () => {
  const body = (await mailer.call('POST', '/internal/suppressions/lift', { address: reader }, 'operator'))
    .body;
  return body.lifted;
};

describe('a bounce to the address of a digest', () => {
  it('of a mailbox that does not exist is told to its reader and to operators, and stops the next digest', async () => {
    const id = await subscriptionId();
    const edition = await digest();
    expect(await bring(addresses.ofDigest(id, edition), failed('5.1.1', '550 5.1.1 no such user'))).toBe(250);
    expect(await last()).toMatchObject({
      state: 'accepted',
      returned: { as: 'hard', status: '5.1.1', at: mailer.clock.now().toISOString() },
    });
    expect(await mailer.counts(edition)).toMatchObject({ returned: { hard: 1 } });
    await digest(1);
    expect(await last()).toMatchObject({ state: 'suppressed', reason: 'bounced', returned: null });
    expect(await suppressionOf()).toBe(true);
  });

  it('that is a complaint stops the next digest for good, also when it comes after another report', async () => {
    const id = await subscriptionId();
    const to = addresses.ofDigest(id, await digest());
    await bring(to, deliveryReport([{ final: `rfc822; ${reader}`, action: 'delayed', status: '4.4.1' }]));
    expect(await last()).toMatchObject({ returned: { as: 'delayed', status: '4.4.1' } });
    expect(await bring(to.toUpperCase(), complaint())).toBe(250);
    await bring(to, deliveryReport([{ final: `rfc822; ${reader}`, action: 'delivered', status: '2.0.0' }]));
    expect(await last()).toMatchObject({ returned: { as: 'complaint', status: null } });
    await digest(1);
    expect(await last()).toMatchObject({ state: 'suppressed', reason: 'complained' });
  });

  it('that tells nothing for sure stops nothing', async () => {
    const id = await subscriptionId();
    const to = addresses.ofDigest(id, await digest());
    for (const mail of [HOLIDAY, TEXT_ONLY, failed('5.7.1', '550 spam'), failed(undefined, 'user unknown')])
      expect(await bring(to, mail)).toBe(250);
    expect(await last()).toMatchObject({ returned: { as: 'blocked' } });
    await digest(1);
    expect(await last()).toMatchObject({ state: 'accepted', returned: null });
  });

  it('for now stops the digests when it comes five times in a row, and a repeated report counts once', async () => {
    const id = await subscriptionId();
    for (let nth = 0; nth < SOFT_IN_A_ROW; nth++) {
      const to = addresses.ofDigest(id, await digest(nth));
      expect(await last()).toMatchObject({ state: 'accepted' });
      await bring(to, failed('5.2.2', '552 mailbox full'));
      await bring(to, failed('5.2.2', '552 mailbox full'));
    }
    await digest(SOFT_IN_A_ROW);
    expect(await last()).toMatchObject({ state: 'suppressed', reason: 'bounced' });
  });

  it('is of no interest when its reader has confirmed since', async () => {
    const id = await subscriptionId();
    const to = addresses.ofDigest(id, await digest());
    mailer.clock.advance(60_000);
    await subscribed();
    await bring(to, failed('5.1.1', '550 5.1.1 no such user'));
    expect(await suppressionOf()).toBe(false);
  });
});

describe('the listener', () => {
  it('takes nothing for an address that is made up, changed or of others', async () => {
    const id = await subscriptionId();
    const edition = await digest();
    const to = addresses.ofDigest(id, edition);
    const forged = new OwnAddresses(new LinkTokens('another secret'), 'bounces.example.org');
    for (const other of [
      forged.ofDigest(id, edition),
      to.replace('bounces.example.org', 'example.org'),
      'postmaster@bounces.example.org',
      EDITOR,
    ])
      expect(await bring(other, failed('5.1.1', '550 5.1.1'))).toBe(550);
    // An address of ours with an edition that was never sent to its reader.
    expect(await bring(addresses.ofDigest(id, 'day-2037-01-01'), complaint())).toBe(250);
    expect(await suppressionOf()).toBe(false);
    expect(await last()).toMatchObject({ returned: null });
  });

  it('takes no mail that is larger than any bounce, and goes on', async () => {
    const to = addresses.ofAnswers(await subscriptionId());
    expect(await bring(to, letter('Large', 'x'.repeat(70).concat('\r\n').repeat(35_000)))).toBe(552);
    expect(await bring(to, 'no header at all')).toBe(250);
  });

  it('passes a letter on that cannot be read, and takes no report of that kind as a bounce', async () => {
    const id = await subscriptionId();
    const edition = await digest();
    const parts = `--B\r\nContent-Type: text/plain\r\n\r\n${day}\r\n`.repeat(10_000);
    const many = `From: ${reader}\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n${parts}--B--\r\n`;
    const before = mailer.relay.taken.length;
    expect(await bring(addresses.ofDigest(id, edition), many)).toBe(250);
    expect(await bring(addresses.ofAnswers(id), many)).toBe(250);
    expect(mailer.relay.taken).toHaveLength(before);
    expect(await bring(addresses.ofAnswers(id), many, reader)).toBe(250);
    expect(mailer.relay.taken.at(-1)?.to).toBe(EDITOR);
    expect(mailer.relay.taken.at(-1)?.raw).toContain('a letter that cannot be read');
    expect(await last()).toMatchObject({ returned: null });
    expect(await viewOf(id)).toMatchObject({ status: 'active' });
  });

  it('asks for one recipient at a time', async () => {
    const to = addresses.ofAnswers(await subscriptionId());
    const said = await new Promise<string>((done) => {
      let text = '';
      const socket = connect(bouncePort, '127.0.0.1');
      socket.once('data', () =>
        socket.write(`EHLO test\r\nMAIL FROM:<>\r\nRCPT TO:<${to}>\r\nRCPT TO:<${to}>\r\n`),
      );
      socket.on('data', (chunk) => {
        text += chunk.toString();
        if (text.includes('\r\n452 ')) socket.end();
      });
      socket.on('close', () => done(text));
    });
    expect(said).toMatch(/\r\n452 /);
    expect(said).not.toMatch(/STARTTLS|AUTH/);
  });
});

describe('a digest', () => {
  it('leads answers and goodbyes to the listener', async () => {
    const id = await subscriptionId();
    await digest();
    const mail = mailer.relay.taken.find(({ to }) => to === reader);
    const head = mail?.raw.split('\r\n\r\n')[0] ?? '';
    const answers = addresses.ofAnswers(id);
    expect(head.match(/^reply-to: .*$/gim)).toEqual([`Reply-To: ${answers}`]);
    expect(head).toContain(`>, <mailto:${answers}?subject=unsubscribe>`);
    expect(mail?.from).toMatch(/^bounce\+.*@bounces\.example\.org$/);
  });
});

describe('a letter to the address for answers', () => {
  it('that says "unsubscribe" ends the subscription at once', async () => {
    const id = await subscriptionId();
    await digest();
    // The address names the subscription, so the letter may come from another mailbox of the reader.
    expect(await bring(addresses.ofAnswers(id), letter('unsubscribe', ''), 'other@example.net')).toBe(250);
    expect(await viewOf(id)).toMatchObject({ status: 'ended' });
  });

  it('goes on to the operator when it says anything else, so that an answer goes to its writer', async () => {
    const id = await subscriptionId();
    const said = `Please explain paper 3 of ${day}.`;
    expect(await bring(addresses.ofAnswers(id), letter('Re: Papers', said), reader)).toBe(250);
    const mail = mailer.relay.taken.find(({ raw }) => raw.includes(said));
    expect(mail).toMatchObject({ to: EDITOR, from: 'digest@papers.example.org' });
    expect(mail?.raw).toMatch(/^Subject: A reader answers: Re: Papers\r$/m);
    expect(mail?.raw).toMatch(/^Reply-To: ada@example\.org\r$/m);
    expect(mail?.raw).toMatch(/^Content-Type: message\/rfc822/m);
    expect(await viewOf(id)).toMatchObject({ status: 'active' });
  });

  it('stays with the server that brings it while the relay is away, and is not lost when it refuses', async () => {
    const to = addresses.ofAnswers(await subscriptionId());
    mailer.relay.atRecipient = () => '550 5.1.1 no editor';
    expect(await bring(to, letter('Hello', 'again'), reader)).toBe(554);
    mailer.relay.atRecipient = () => '250 ok';
    await mailer.relay.away();
    expect(await bring(to, letter('Hello', 'again'), reader)).toBe(451);
    await mailer.relay.start();
    await waitFor(async () => (await bring(to, letter('Hello', 'again'), reader)) === 250);
  });

  it('is left alone when a program has written it', async () => {
    const before = mailer.relay.taken.length;
    expect(await bring(addresses.ofAnswers(await subscriptionId()), HOLIDAY)).toBe(250);
    const unsubscribe = HOLIDAY.replace(/^Subject: .*$/m, 'Subject: unsubscribe');
    expect(await bring(addresses.ofAnswers(await subscriptionId()), unsubscribe, reader)).toBe(250);
    expect(mailer.relay.taken).toHaveLength(before);
    expect(await viewOf(await subscriptionId())).toMatchObject({ status: 'active' });
  });
});
