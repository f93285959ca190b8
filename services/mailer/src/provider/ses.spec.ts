import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MONGO } from '@paperboy/platform';
import { freePort, testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { FakeSns } from '../../test/fake-sns.server.js';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { OwnAddresses } from '../letter/own-addresses.js';
import type { Subscription } from '../subscription/subscription.js';
import { SubscriptionDesk } from '../subscription/subscription-desk.service.js';

const usual = getGlobalDispatcher();
let mailer: RunningMailer;
let sns: FakeSns;

beforeAll(async () => {
  sns = await new FakeSns().start();
  setGlobalDispatcher(sns.dispatcher());
  mailer = await startMailer({
    stack: testStack(),
    namespace: uniqueNamespace(),
    clock: testClock('2037-10-03T07:00:00.000Z'),
    relayPort: await freePort(),
    environment: { SES_TOPIC_ARN: sns.topic },
  });
});
afterAll(async () => {
  await mailer?.stop();
  const mine = getGlobalDispatcher();
  setGlobalDispatcher(usual);
  await mine.destroy();
  await sns?.stop();
});

/** Posts a message as SNS does: as a JSON text. */
async function post(message: object, provider = 'ses'): Promise<{ status: number; code?: string }> {
  const answer = await fetch(`${mailer.service.url}/api/mail-events/${provider}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(JSON.stringify(message)),
  });
  const text = await answer.text();
  return { status: answer.status, ...(text ? { code: JSON.parse(text).code } : {}) };
}

/** Sends a digest to a new reader, and returns its return path. */
async function digest(): Promise<{ edition: string; returnPath: string }> {
  const desk = mailer.service.app.get(SubscriptionDesk, { strict: false });
  await desk.start('ada@example.org', { cadence: 'day', hour: 8, timeZone: 'UTC' }, false);
  const edition = mailer.ranking.close('2037-10-02', 1, '2037-10-03T06:00:00Z');
  await mailer.call('POST', `/internal/editions/${edition}/deliver`, { late: true });
  await waitFor(
    () => mailer.counts(edition),
    ({ accepted }) => accepted === 1,
  );
  const subscription = await mailer.service.app
    .get<Connection>(MONGO, { strict: false })
    .collection<Subscription>('subscriptions')
    .findOne();
  const addresses = mailer.service.app.get(OwnAddresses, { strict: false });
  return { edition, returnPath: addresses.ofDigest(subscription?._id ?? '', edition) };
}

describe('SNS', () => {
  it('has its subscription confirmed, at an address of its own alone', async () => {
    expect((await post(sns.confirmation())).status).toBe(204);
    expect(sns.asked).toContain('/?Action=ConfirmSubscription&Token=abc');
    const elsewhere = await post(sns.confirmation('https://evil.example/?Action=ConfirmSubscription'));
    expect(elsewhere).toEqual({ status: 403, code: 'not-from-provider' });
  });

  it('brings a bounce to its digest, and stops the address', async () => {
    const { edition, returnPath } = await digest();
    const bounced = {
      notificationType: 'Bounce',
      mail: { source: returnPath },
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ status: '5.1.1' }] },
    };
    for (const forged of [
      { ...sns.notification({ other: true }), Message: JSON.stringify(bounced) },
      { ...sns.notification(bounced), Signature: 'AAAA' },
      sns.notification(bounced, { TopicArn: `${sns.topic}-of-others` }),
      sns.notification(bounced, { SigningCertURL: 'https://evil.example/SimpleNotificationService-1.pem' }),
    ])
      expect(await post(forged)).toEqual({ status: 403, code: 'not-from-provider' });
    expect(await mailer.counts(edition)).toMatchObject({ returned: {} });
    expect((await post(sns.notification(bounced, { SignatureVersion: '1' }))).status).toBe(204);
    expect((await post(sns.notification(bounced, { Subject: 'Amazon SES' }))).status).toBe(204);
    expect(await mailer.counts(edition)).toMatchObject({ returned: { hard: 1 } });
    expect((await mailer.call('GET', '/internal/suppressions', undefined, 'operator')).body).toMatchObject([
      { reason: 'bounced' },
    ]);
  });

  it('may tell of mails of other programs, and nothing else is taken', async () => {
    const other = {
      notificationType: 'Bounce',
      mail: { source: 'someone@example.org' },
      bounce: { bounceType: 'Permanent' },
    };
    expect((await post(sns.notification(other))).status).toBe(204);
    expect(await post({ Type: 'Nonsense' })).toEqual({ status: 400, code: 'invalid-request' });
    expect(await post(sns.notification({}), 'others')).toEqual({ status: 404, code: 'unknown-provider' });
  });

  it('is asked again later when it does not answer with its certificate', async () => {
    const message = sns.notification({}, { SigningCertURL: `${sns.certificateUrl}?another` });
    sns.certificate = 'no certificate';
    expect(await post(message)).toEqual({ status: 403, code: 'not-from-provider' });
    sns.certificate = '';
    await sns.stop();
    expect(await post({ ...message, SigningCertURL: `${sns.certificateUrl}?third` })).toEqual({
      status: 503,
      code: 'provider-away',
    });
  });
});
