import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MONGO } from '@paperboy/platform';
import { freePort, redisCommands, testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import nodemailer from 'nodemailer';
import { OwnAddresses } from '../src/letter/own-addresses.js';
import type { Subscription } from '../src/subscription/subscription.js';
import { PlanWebhooksWorker } from '../src/webhook/plan-webhooks.worker.js';
import { complaint, failed, letter } from './bounces.js';
import { FakeCatalog } from './fake-catalog.server.js';
import { type RunningMailer, startMailer } from './running-mailer.server.js';

const DAY_MS = 86_400_000;
const EDITOR = 'editor@papers.example.org';
const PERSON = 'AdaAdaAdaAda';

describe('the addresses of readers', () => {
  const own = `${process.pid}-${Date.now()}`;
  /** An own address for each deed, so that none of them is held back by another one. */
  const all = ['reader', 'signs-in', 'imported', 'suppressed', 'owner'].map(
    (name) => `${name}-${own}@example.org`,
  );
  const [reader = '', signsIn = '', imported = '', suppressed = '', owner = ''] = all;
  const lines: string[] = [];
  const commands: string[] = [];
  let mailer: RunningMailer;
  let catalog: FakeCatalog;
  let monitor: Socket;
  let bouncePort: number;

  beforeAll(async () => {
    bouncePort = await freePort();
    catalog = await new FakeCatalog().start();
    catalog.addresses.set(PERSON, owner);
    monitor = await redisCommands(testStack().redisUrl, (line) => commands.push(line));
    mailer = await startMailer({
      stack: testStack(),
      namespace: uniqueNamespace(),
      // In the future, so that MongoDB, which uses the real time, deletes no document as expired.
      clock: testClock('2037-11-22T07:00:00.000Z'),
      relayPort: await freePort(),
      catalogUrl: catalog.url,
      environment: { BOUNCE_PORT: String(bouncePort), MAIL_REPLY_TO: EDITOR },
      onLine: (line) => lines.push(line),
    });
  });
  afterAll(async () => {
    monitor?.destroy();
    await mailer?.stop();
    await catalog?.stop();
  });

  const of = <T>(type: abstract new (...args: never[]) => T): T =>
    mailer.service.app.get(type, { strict: false });
  const mongo = () => mailer.service.app.get<Connection>(MONGO, { strict: false });
  const mailTo = (address: string) =>
    waitFor(
      () => mailer.relay.taken.find(({ to }) => to === address),
      (mail) => mail !== undefined,
    );
  async function bring(to: string, raw: string, from = ''): Promise<void> {
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: bouncePort, ignoreTLS: true });
    await transport.sendMail({ envelope: { from, to: [to] }, raw });
  }
  it('stand in no log, no job, no metric and nowhere else than they must, whatever is done with them', async () => {
    // A refusal that names the address goes into the log.
    mailer.relay.atRecipient = (address) => `450 4.2.1 <${address}> is busy`;
    await mailer.call('POST', '/api/subscriptions', { email: reader, hour: 8, timeZone: 'UTC' });
    await waitFor(() => lines.some((line) => line.includes('not accepted by the relay')));
    mailer.relay.atRecipient = () => '250 ok';
    mailer.clock.advance(60_000);
    const asked = await mailTo(reader);
    const token = /\/confirm\/([\w-]+)/.exec(asked?.raw.replaceAll('=\r\n', '') ?? '')?.[1];
    expect((await mailer.call('POST', '/internal/subscriptions/confirm', { token })).status).toBe(200);
    const subscription = await mongo().collection<Subscription>('subscriptions').findOne({});
    const edition = mailer.ranking.close('2037-11-21', 1, '2037-11-22T06:55:00.000Z');
    await mailer.call('POST', `/internal/editions/${edition}/deliver`, { late: true });
    await waitFor(async () => (await mailer.counts(edition)).accepted === 1);

    const addresses = of(OwnAddresses);
    const id = subscription?._id ?? '';
    const report = (status: string) => failed(status, `550 <${reader}> unknown`, `rfc822; ${reader}`);
    await bring(addresses.ofDigest(id, edition), report('4.2.2'));
    await bring(addresses.ofDigest(id, edition), 'not a report');
    await bring(addresses.ofAnswers(id), letter('Hello', `I am ${reader}`), reader);
    await bring(addresses.ofDigest(id, edition), report('5.1.1'));
    await expect(bring(reader, report('5.1.1'))).rejects.toThrow();

    catalog.dueSignIns.set('SignInSignIn', signsIn);
    await bring((await mailTo(signsIn))?.from ?? '', complaint());
    const settings = { cadence: 'day', hour: 8, timeZone: 'UTC' };
    const row = { address: imported, consentedAt: '2037-01-31T00:00:00.000Z', settings };
    await mailer.call('POST', '/internal/subscribers/import', { subscriptions: [row, row] }, 'operator');
    await mailer.call('POST', '/internal/suppressions', { address: suppressed }, 'operator');
    await mailer.call('POST', '/api/subscriptions', { email: `no address ${suppressed}` });

    const text = `moths of ${own}`;
    const hook = { url: 'https://localhost/x', search: text };
    await mailer.callAs(PERSON, 'POST', '/api/settings/webhooks', hook);
    for (const [paper, days] of [
      ['', 0],
      ['2611.00001', 0],
      ['2611.00002', 6],
    ] as const) {
      if (paper !== '') catalog.matches.set(text, [{ id: paper, upvotes: 0 }]);
      mailer.clock.advance(days * DAY_MS + 30_000);
      await of(PlanWebhooksWorker).handlePlanWebhooks();
      // The schedule may have taken the first search.
      await waitFor(
        async () =>
          (await mongo()
            .collection('webhooks')
            .countDocuments({ searchedAt: { $exists: true } })) === 1,
      );
      if (paper !== '')
        await waitFor(
          async () =>
            (await mongo()
              .collection('webhook-deliveries')
              .countDocuments({ 'paper.id': paper, attempts: { $gt: 0 } })) === 1,
        );
      if (days === 0 && paper !== '')
        await waitFor(
          async () =>
            (await mongo()
              .collection('webhooks')
              .countDocuments({ failingSince: { $exists: true } })) === 1,
        );
    }
    await mailTo(owner);
    const leave = /<https:\/\/[^>]*\/u\/([\w-]+)>/.exec(
      mailer.relay.taken.find(({ to, raw }) => to === reader && raw.includes('List-Unsubscribe'))?.raw ?? '',
    )?.[1];
    expect((await mailer.call('POST', '/internal/subscriptions/unsubscribe', { token: leave })).status).toBe(
      200,
    );

    const metrics = await (await fetch(`${mailer.service.operationsUrl}/metrics`)).text();
    expect(metrics).toContain('paperboy_mailer_returns_total');
    expect(lines.length).toBeGreaterThan(10);
    expect(commands.length).toBeGreaterThan(10);
    for (const address of all) {
      expect(lines.filter((line) => line.includes(address))).toEqual([]);
      expect(commands.filter((command) => command.includes(address))).toEqual([]);
      expect(metrics).not.toContain(address);
    }
    const holding: string[] = [];
    for (const { name } of (await mongo().db?.listCollections().toArray()) ?? []) {
      const documents = await mongo().collection(name).find().toArray();
      for (const document of documents)
        if (all.some((address) => JSON.stringify(document).includes(address)))
          holding.push(name === 'messages' ? `${document.kind}` : name);
    }
    expect([...new Set(holding)].sort()).toEqual(['confirmation', 'subscribers']);
  });
});
