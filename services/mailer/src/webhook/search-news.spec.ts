import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONGO } from '@paperboy/platform';
import { waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import type { FakeCatalog } from '../../test/fake-catalog.server.js';
import type { RunningMailer } from '../../test/running-mailer.server.js';
import type { Receiver } from '../../test/webhook-receiver.server.js';
import { startWebhookStage, type WebhookStage } from '../../test/webhook-stage.server.js';
import { PlanWebhooksWorker } from './plan-webhooks.worker.js';
import type { WebhookDelivery } from './webhook.js';

const DAY_MS = 86_400_000;

let stage: WebhookStage;
let mailer: RunningMailer;
let receiver: Receiver;
let catalog: FakeCatalog;
/** Each test has a day, a path and a search of its own. */
let day = Date.parse('2037-10-01T08:00:00.000Z');
let path = '';
let text = '';

beforeAll(async () => {
  stage = await startWebhookStage(day);
  ({ mailer, receiver, catalog } = stage);
});
afterAll(async () => {
  expect(await stage?.stop()).toEqual([]);
});
beforeEach(() => {
  day += 50 * DAY_MS;
  path = `/hook/${day}`;
  text = `moths of ${day}`;
  receiver.status = 200;
  catalog.isAway = false;
  mailer.clock.set(new Date(day));
});

const asOperator = (method: 'POST', target: string, body?: object) =>
  mailer.call(method, target, body, 'operator');
/** Adds a webhook of the test's search. Papers of its first plan are not new. */
async function added(wish: object = {}): Promise<string> {
  const { status, body } = await asOperator('POST', '/internal/webhooks', {
    url: receiver.url + path,
    search: text,
    ...wish,
  });
  expect(status).toBe(201);
  await planFirst(body.id as string);
  return body.id as string;
}
/** Plans, and waits until the first search of a webhook is done, since the schedule may have taken it. */
async function planFirst(id: string): Promise<void> {
  await plan();
  const webhooks = mailer.service.app.get<Connection>(MONGO, { strict: false }).collection('webhooks');
  const searched = { _id: id as never, searchedAt: { $exists: true } };
  await waitFor(async () => (await webhooks.countDocuments(searched)) === 1);
}
const rows = () =>
  mailer.service.app
    .get<Connection>(MONGO, { strict: false })
    .collection<WebhookDelivery>('webhook-deliveries');
/** Plans half a minute later. */
async function plan(): Promise<void> {
  mailer.clock.advance(30_000);
  await mailer.service.app.get(PlanWebhooksWorker, { strict: false }).handlePlanWebhooks();
}
const finds = (...papers: [id: string, upvotes: number][]) =>
  catalog.matches.set(
    text,
    papers.map(([id, upvotes]) => ({ id, upvotes })),
  );
const toldOf = () =>
  receiver
    .to(path)
    .flatMap(({ body }) => (JSON.parse(body).data.papers as { id: string }[]).map(({ id }) => id));

describe('a webhook of a search', () => {
  it('is told of each new paper that the search finds, once, and of none that was there before', async () => {
    finds(['2611.00001', 0]);
    const id = await added();
    finds(['2611.00002', 4], ['2611.00001', 9]);
    await plan();
    await waitFor(() => receiver.to(path).length === 1);
    expect(JSON.parse(receiver.to(path)[0]?.body ?? '')).toMatchObject({
      type: 'search.matched',
      data: {
        search: text,
        papers: [{ id: '2611.00002', title: 'The title of 2611.00002', upvotes: 4 }],
      },
    });
    await plan();
    finds(['2611.00003', 0], ['2611.00002', 5], ['2611.00001', 9]);
    await plan();
    await waitFor(() => receiver.to(path).length === 2);
    expect(toldOf()).toEqual(['2611.00002', '2611.00003']);
    expect(await rows().countDocuments({ webhookId: id })).toBe(3);
    expect(catalog.asked.filter((asked) => asked.search === text).at(-1)).toMatchObject({
      from: new Date(day - DAY_MS).toISOString().slice(0, 10),
      to: new Date(day).toISOString().slice(0, 10),
    });
  });

  it('is told of many papers in few messages, and again of the same after a failure', async () => {
    const id = await added();
    receiver.status = 500;
    finds(...Array.from({ length: 25 }, (_, nth): [string, number] => [`2611.${10_000 + nth}`, nth]));
    await plan();
    await waitFor(() => receiver.to(path).length >= 1);
    receiver.status = 200;
    await waitFor(async () => {
      mailer.clock.advance(5_000);
      return (await rows().countDocuments({ webhookId: id, state: 'delivered' })) === 25;
    });
    const messages = new Map(
      receiver.to(path).map(({ headers, body }) => [String(headers['webhook-id']), JSON.parse(body).data]),
    );
    const told = [...messages.values()].flatMap(({ papers }) => papers.map((one: { id: string }) => one.id));
    expect([told.length, new Set(told).size]).toEqual([25, 25]);
    expect(messages.size).toBeLessThan(25);
    for (const { headers, body } of receiver.to(path))
      expect(JSON.parse(body).data).toEqual(messages.get(String(headers['webhook-id'])));
  });

  it('with votes is told of a paper when it has them, also weeks after it arrived', async () => {
    await added({ votes: 10 });
    finds(['2611.00001', 9]);
    await plan();
    finds(['2611.00001', 10]);
    await plan();
    await waitFor(() => receiver.to(path).length === 1);
    expect(toldOf()).toEqual(['2611.00001']);
    expect(catalog.asked.filter((asked) => asked.search === text).at(-1)?.from).toBe(
      new Date(day - 30 * DAY_MS).toISOString().slice(0, 10),
    );
  });

  it('misses nothing while the catalog is away, nor when it has no time for a search', async () => {
    const id = await added();
    catalog.isAway = true;
    // The plan fails, unless the schedule has taken the search at the same moment.
    await plan().catch(() => undefined);
    mailer.clock.advance(3 * DAY_MS);
    catalog.isAway = false;
    catalog.atOnce = 0;
    finds(['2611.00001', 0]);
    await plan();
    expect(await rows().countDocuments({ webhookId: id })).toBe(0);
    catalog.atOnce = 50;
    await plan();
    await waitFor(() => receiver.to(path).length === 1);
    const { from } = catalog.asked.filter((asked) => asked.search === text).at(-1) ?? {};
    expect(from).toBe(new Date(day - DAY_MS).toISOString().slice(0, 10));
  });

  it('is told of nothing old when it is enabled again, and of no edition', async () => {
    const id = await added();
    receiver.status = 410;
    finds(['2611.00001', 0]);
    await plan();
    const webhooks = mailer.service.app.get<Connection>(MONGO, { strict: false }).collection('webhooks');
    await waitFor(async () => (await webhooks.countDocuments({ _id: id as never, state: 'disabled' })) === 1);
    receiver.status = 200;
    finds(['2611.00002', 0], ['2611.00001', 0]);
    await plan();
    await asOperator('POST', `/internal/webhooks/${id}/enable`);
    await planFirst(id);
    finds(['2611.00003', 0], ['2611.00002', 0], ['2611.00001', 0]);
    await plan();
    await waitFor(() => receiver.to(path).length === 2);
    expect(toldOf()).toEqual(['2611.00001', '2611.00003']);
  });

  it('is made only with a text that can be searched for', async () => {
    catalog.unreadable.add('from:tomorrow');
    const url = receiver.url + path;
    const { status, body } = await asOperator('POST', '/internal/webhooks', { url, search: 'from:tomorrow' });
    expect([status, body.code, body.detail]).toEqual([
      400,
      'unreadable-search',
      'This cannot be searched for. from: expects a date.',
    ]);
    const empty = await asOperator('POST', '/internal/webhooks', { url, search: '  ' });
    expect(empty.body).toMatchObject({ search: null, list: 'day' });
  });
});
