import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONGO } from '@paperboy/platform';
import { waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import type { FakeCatalog } from '../../test/fake-catalog.server.js';
import type { RunningMailer } from '../../test/running-mailer.server.js';
import type { Receiver } from '../../test/webhook-receiver.server.js';
import { startWebhookStage, type WebhookStage } from '../../test/webhook-stage.server.js';
import { PlanWebhooksWorker } from './plan-webhooks.worker.js';

const DAY_MS = 86_400_000;
const HOOKS = '/api/settings/webhooks';

let stage: WebhookStage;
let mailer: RunningMailer;
let receiver: Receiver;
let catalog: FakeCatalog;
/** Each test has a time, a person and a search of its own. */
let day = Date.parse('2037-10-01T08:00:00.000Z');
let person = '';
let text = '';

beforeAll(async () => {
  stage = await startWebhookStage(day, { MAIL_REPLY_TO: 'editor@papers.example.org' });
  ({ mailer, receiver, catalog } = stage);
});
afterAll(async () => {
  expect(await stage?.stop()).toEqual([]);
});
beforeEach(() => {
  day += 50 * DAY_MS;
  person = `person${day / DAY_MS}`.slice(0, 12).padEnd(12, 'x');
  text = `moths of ${day}`;
  catalog.isAwayForPeople = false;
  catalog.addresses.set(person, `${person}@example.org`);
  mailer.clock.set(new Date(day));
});

const mongo = () => mailer.service.app.get<Connection>(MONGO, { strict: false });
/** Plans half a minute later. */
async function plan(): Promise<void> {
  mailer.clock.advance(30_000);
  await mailer.service.app.get(PlanWebhooksWorker, { strict: false }).handlePlanWebhooks();
}
/** Lets a webhook of the test's search fail once more, on a paper of its own. */
let papers = 0;
async function fail(id: string): Promise<void> {
  papers += 1;
  const paper = `2611.${10_000 + papers}`;
  catalog.matches.set(text, [{ id: paper, upvotes: 0 }]);
  await plan();
  const rows = mongo().collection('webhook-deliveries');
  await waitFor(
    async () =>
      (await rows.countDocuments({ webhookId: id, 'paper.id': paper, attempts: { $gt: 0 } })) === 1 &&
      (await mongo()
        .collection('webhooks')
        .countDocuments({ _id: id as never, failingSince: { $exists: true } })) === 1,
  );
}
const mailsTo = (address: string) => mailer.relay.taken.filter(({ to }) => to === address);
const notices = () =>
  mongo().collection('messages').find({ kind: 'webhook-disabled', personId: person }).toArray();
async function made(): Promise<string> {
  const { id } = (await mailer.callAs(person, 'POST', HOOKS, { url: 'https://localhost/x', search: text }))
    .body;
  await planFirst(id as string);
  return id as string;
}
/** Plans, and waits until the first search of a webhook is done, since the schedule may have taken it. */
async function planFirst(id: string): Promise<void> {
  await plan();
  const searched = { _id: id as never, searchedAt: { $exists: true } };
  await waitFor(async () => (await mongo().collection('webhooks').countDocuments(searched)) === 1);
}
const state = async (id: string) => {
  const { webhooks } = (await mailer.callAs(person, 'GET', HOOKS)).body;
  return (webhooks as { id: string; state: string; disabledAt: string | null }[]).find(
    (one) => one.id === id,
  );
};

describe('the owner of a webhook that is disabled', () => {
  it('gets one mail that says which, since when, why and what to do, also after a kill between two writes', async () => {
    const id = await made();
    await fail(id);
    mailer.clock.advance(6 * DAY_MS);
    await fail(id);
    await waitFor(() => mailsTo(`${person}@example.org`).length === 1);
    expect(await state(id)).toMatchObject({ state: 'disabled', disabledAt: expect.any(String) });
    // A kill after the mail was planned leaves the webhook due.
    await mongo()
      .collection('webhooks')
      .updateOne({ _id: id as never }, { $set: { noticeDueAt: mailer.clock.now() } });
    await waitFor(
      async () =>
        (await mongo()
          .collection('webhooks')
          .countDocuments({ _id: id as never, noticeDueAt: { $exists: true } })) === 0,
    );
    const [kept, ...more] = await waitFor(notices, ([first]) => first?.state === 'accepted');
    expect(more).toEqual([]);
    expect(JSON.stringify(kept)).not.toContain('example.org');
    const [mail, ...others] = mailsTo(`${person}@example.org`);
    expect(others).toEqual([]);
    const raw = mail?.raw.replaceAll('=\r\n', '') ?? '';
    expect(raw).toMatch(/^Subject: Disabled: your webhook of .* to localhost\r$/m);
    expect(raw).toContain(`No message has gone through since ${new Date(day).toISOString().slice(0, 10)}`);
    expect(raw).toContain('The last time its name led into a private network');
    expect(raw).toContain(text);
    expect(raw).toContain('https://papers.example.org/settings/webhooks');
    // Enabled and disabled once more is another occasion.
    await mailer.callAs(person, 'POST', `${HOOKS}/${id}/enable`);
    expect(await state(id)).toMatchObject({ state: 'active', disabledAt: null });
    await planFirst(id);
    await fail(id);
    mailer.clock.advance(6 * DAY_MS);
    await fail(id);
    await waitFor(() => mailsTo(`${person}@example.org`).length === 2);
  });

  it('gets none when the webhook was enabled or removed before the mail was sent', async () => {
    for (const deed of ['enable', 'remove'] as const) {
      const id = await made();
      await fail(id);
      mailer.clock.advance(6 * DAY_MS);
      catalog.isAwayForPeople = true;
      await fail(id);
      await waitFor(notices, ([row]) => row?.state === 'claimed');
      if (deed === 'enable') await mailer.callAs(person, 'POST', `${HOOKS}/${id}/enable`);
      else await mailer.callAs(person, 'DELETE', `${HOOKS}/${id}`);
      expect(await notices()).toMatchObject([{ state: 'skipped', reason: `${deed}d` }]);
      catalog.isAwayForPeople = false;
      await mailer.callAs(person, 'DELETE', `${HOOKS}/${id}`);
      await mongo().collection('messages').deleteMany({ personId: person });
    }
    expect(mailsTo(`${person}@example.org`)).toEqual([]);
  });

  it('is the operator for a webhook of the publication, who is told the command', async () => {
    const { body } = await mailer.call(
      'POST',
      '/internal/webhooks',
      { url: `${receiver.url}/gone`, search: text },
      'operator',
    );
    await planFirst(String(body.id));
    receiver.status = 410;
    await fail(String(body.id));
    await waitFor(() => mailsTo('editor@papers.example.org').length === 1);
    const raw = mailsTo('editor@papers.example.org')[0]?.raw.replaceAll('=\r\n', '') ?? '';
    expect(raw).toContain('The last time the answer was 410 (it is gone).');
    expect(raw).toContain(`npx paperboy webhooks enable ${body.id}`);
  });
});
