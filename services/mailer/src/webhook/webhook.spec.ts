import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONGO } from '@paperboy/platform';
import { waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { Webhook as Signer } from 'standardwebhooks';
import type { RunningMailer } from '../../test/running-mailer.server.js';
import type { Receiver } from '../../test/webhook-receiver.server.js';
import { startWebhookStage, type WebhookStage } from '../../test/webhook-stage.server.js';
import { KnownEditionStore } from '../edition/known-edition.store.js';
import { PlanWebhooksWorker } from './plan-webhooks.worker.js';
import type { WebhookDelivery } from './webhook.js';

const DAY_MS = 86_400_000;

let stage: WebhookStage;
let mailer: RunningMailer;
let receiver: Receiver;
/** Each test has a day and a path of its own. */
let day = Date.parse('2037-10-01T00:00:00.000Z');
let path = '';

beforeAll(async () => {
  stage = await startWebhookStage(day + 7 * 3_600_000);
  ({ mailer, receiver } = stage);
});
afterAll(async () => {
  expect(await stage?.stop()).toEqual([]);
});
beforeEach(() => {
  day += 10 * DAY_MS;
  path = `/hook/${day}`;
  receiver.status = 200;
  mailer.ranking.today = [];
  mailer.clock.set(new Date(day));
});

const asOperator = (method: 'GET' | 'POST' | 'DELETE', target: string, body?: object) =>
  mailer.call(method, target, body, 'operator');
async function added(wish: object = {}): Promise<{ id: string; secret: string }> {
  const { status, body } = await asOperator('POST', '/internal/webhooks', {
    url: receiver.url + path,
    ...wish,
  });
  expect(status).toBe(201);
  return body as { id: string; secret: string };
}
const plan = () => mailer.service.app.get(PlanWebhooksWorker, { strict: false }).handlePlanWebhooks();

/** Sets the clock to 01:00 some days after the test's own day, and closes the edition of the day before that. */
async function close(after = 0): Promise<string> {
  const moment = day + after * DAY_MS + 3_600_000;
  mailer.clock.set(new Date(moment));
  const id = mailer.ranking.close(
    new Date(moment - DAY_MS).toISOString().slice(0, 10),
    2,
    new Date(moment).toISOString(),
  );
  const editions = mailer.service.app.get(KnownEditionStore, { strict: false });
  await editions.keep((await editions.papers(id, 1)).edition);
  await plan();
  return id;
}
/** Moves the clock on until `right` returns a true value. */
const inTime = (right: () => unknown) =>
  waitFor(() => {
    mailer.clock.advance(5_000);
    return right();
  });
const webhook = async (id: string) => {
  const { webhooks } = (await asOperator('GET', '/internal/webhooks')).body;
  return (webhooks as { id: string; state: string; lastAnswer: string | null }[]).find(
    (one) => one.id === id,
  );
};
const paper = (id: string, upvotes: number, submittedAt: number, sample = false) => ({
  paper: {
    id,
    authors: [],
    publishedAt: new Date(submittedAt).toISOString(),
    submittedOnDailyAt: new Date(submittedAt).toISOString(),
    title: `On <${id}> & more`,
    summary: '',
    upvotes,
    discussionId: id,
    categories: ['cs.LG'],
  },
  publishedAt: new Date(submittedAt).toISOString(),
  title: `On <${id}> & more`,
  summary: '',
  thumbnail: '',
  numComments: 0,
  isAuthorParticipating: false as const,
  sample,
});

describe('a webhook', () => {
  it('is told of each new edition once, signed as Standard Webhooks say', async () => {
    const { id, secret } = await added();
    const edition = await close();
    await plan();
    const [told] = await waitFor(
      () => receiver.to(path),
      ({ length }) => length === 1,
    );
    if (!told) throw new Error('Nothing came.');
    const { headers, body } = told;
    expect(JSON.parse(body)).toMatchObject({
      type: 'edition.closed',
      data: {
        edition: { id: edition, cadence: 'day', papers: 2 },
        papers: [{ id: '2611.00001', url: 'https://papers.example.org/papers/2611.00001', upvotes: 3 }, {}],
      },
    });
    const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
    const signature = new Signer(secret).sign(String(headers['webhook-id']), at, body);
    expect(headers['webhook-signature']).toBe(signature);
    await waitFor(async () => (await webhook(id))?.lastAnswer === '200');
    await close(1);
    await waitFor(() => receiver.to(path).length === 2);
  });

  it('is told of papers of the day when they have the votes, once each, and of no sample', async () => {
    await added({ votes: 10 });
    const { length: before } = receiver.to(path);
    mailer.ranking.today = [
      paper('2611.00001', 12, day + 1_000),
      paper('hep-th/9901001', 9, day + 1_000),
      paper('2611.00003', 30, day - 1_000),
      paper('2611.00004', 30, day + 1_000, true),
    ];
    await plan();
    await waitFor(() => receiver.to(path).length === before + 1);
    mailer.ranking.today = [paper('2611.00001', 20, day + 1_000), paper('hep-th/9901001', 10, day + 1_000)];
    await plan();
    await waitFor(() => receiver.to(path).length === before + 2);
    expect(receiver.to(path).map(({ body }) => JSON.parse(body).data.papers[0].id)).toEqual([
      '2611.00001',
      'hep-th/9901001',
    ]);
  });

  it('that fails is told again after a pause, under the same id', async () => {
    const { id } = await added({ format: 'slack' });
    receiver.status = 500;
    await close();
    await waitFor(async () => (await webhook(id))?.lastAnswer === '500');
    receiver.status = 302;
    await inTime(() => receiver.to(path).length >= 2);
    receiver.status = 204;
    await inTime(async () => (await webhook(id))?.lastAnswer === '204');
    expect(new Set(receiver.to(path).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(receiver.to('/elsewhere')).toEqual([]);
  });

  it('that fails for days is disabled, is told nothing then, and may be enabled again', async () => {
    const { id } = await added();
    receiver.status = 503;
    await close();
    await waitFor(async () => (await webhook(id))?.lastAnswer === '503');
    await close(6);
    await waitFor(async () => (await webhook(id))?.state === 'disabled');
    const { length: before } = receiver.to(path);
    receiver.status = 200;
    await close(7);
    const rows = mailer.service.app
      .get<Connection>(MONGO, { strict: false })
      .collection<WebhookDelivery>('webhook-deliveries');
    // Deliveries that wait for another attempt end as well.
    await waitFor(async () => (await rows.countDocuments({ webhookId: id, state: 'claimed' })) === 0);
    // After half a day the edition is too old to be planned, so enabling sends nothing old.
    mailer.clock.advance(DAY_MS / 2 + 1_000);
    await asOperator('POST', `/internal/webhooks/${id}/enable`);
    await close(8);
    await waitFor(() => receiver.to(path).length === before + 1);
    expect(await webhook(id)).toMatchObject({ state: 'active', failingSince: null });
  });

  it('is disabled at once when its receiver says that it is gone', async () => {
    const { id } = await added();
    receiver.status = 410;
    await close();
    await waitFor(async () => (await webhook(id))?.state === 'disabled');
  });
});

describe('a reader’s webhook', () => {
  const HOOKS = '/api/settings/webhooks';

  it('never goes into a private network, by address or by name', async () => {
    for (const url of [
      'https://127.0.0.1/x',
      'https://[::1]/x',
      'https://169.254.169.254/x',
      'https://10.0.0.1/x',
    ])
      expect((await mailer.callAs('ada', 'POST', HOOKS, { url })).body.code).toBe('private-address');
    for (const url of ['http://example.org/', 'https://a:b@example.org/', 'ftp://example.org/', 'nonsense'])
      expect((await mailer.callAs('ada', 'POST', HOOKS, { url })).status).toBe(400);
    const { body } = await mailer.callAs('ada', 'POST', HOOKS, { url: `https://localhost${path}` });
    await close();
    await waitFor(async () => (await webhook(String(body.id)))?.lastAnswer === 'PRIVATE_ADDRESS');
    expect((await mailer.callAs('ada', 'DELETE', `${HOOKS}/${body.id}`)).status).toBe(204);
  });

  it('is the reader’s own, without its address and secret once it is made, and there are ten at most', async () => {
    const url = 'https://hooks.example.org/services/secret-part';
    const { body: made } = await mailer.callAs('bob', 'POST', HOOKS, {
      url,
      format: 'discord',
      list: 'week',
    });
    expect(made.secret).toMatch(/^whsec_/);
    const { body } = await mailer.callAs('bob', 'GET', HOOKS);
    expect(body.webhooks).toMatchObject([{ id: made.id, host: 'hooks.example.org', list: 'week' }]);
    expect(JSON.stringify(body)).not.toMatch(/secret/);
    for (const [method, target] of [
      ['DELETE', `${HOOKS}/${made.id}`],
      ['POST', `${HOOKS}/${made.id}/enable`],
    ] as const)
      expect((await mailer.callAs('eve', method, target)).body.code).toBe('unknown-webhook');
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => mailer.callAs('bob', 'POST', HOOKS, { url })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(9);
    expect((await mailer.callAs('bob', 'POST', HOOKS, { url })).body.code).toBe('too-many-webhooks');
  });
});
