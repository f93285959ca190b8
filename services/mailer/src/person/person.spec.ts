import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MONGO } from '@paperboy/platform';
import { freePort, testClock, testStack, uniqueNamespace } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { SubscriptionDesk } from '../subscription/subscription-desk.service.js';
import { WebhookStore } from '../webhook/webhook.store.js';

let mailer: RunningMailer;
let mongo: Connection;
beforeAll(async () => {
  const clock = testClock('2037-11-22T07:00:00.000Z');
  const relayPort = await freePort();
  mailer = await startMailer({ stack: testStack(), namespace: uniqueNamespace(), clock, relayPort });
  mongo = mailer.service.app.get<Connection>(MONGO, { strict: false });
}, 60_000);
afterAll(() => mailer?.stop());

const PERSON = 'leaving-reader';
const ADDRESS = 'Leaving.Reader@example.org';
const ask = (what: 'kept' | 'forget', address = ADDRESS) =>
  mailer.call('POST', `/internal/subscribers/${what}`, { address, personId: PERSON });
const everything = async () => {
  const names = (await mongo.listCollections()).map(({ name }) => name);
  return JSON.stringify(await Promise.all(names.map((name) => mongo.collection(name).find().toArray())));
};

describe('what the mailer keeps of a person', () => {
  it('is told whole, and forgotten at once, with what was only asked for', async () => {
    const desk = mailer.service.app.get(SubscriptionDesk, { strict: false });
    await desk.start(ADDRESS, { cadence: 'day', hour: 8, timeZone: 'UTC' }, false);
    await desk.start('other@example.org', { cadence: 'day', hour: 8, timeZone: 'UTC' }, false);
    const webhooks = mailer.service.app.get(WebhookStore, { strict: false });
    const hook = { url: 'https://hooks.example/a', format: 'json', list: 'day', votes: 0 } as const;
    for (const owner of [PERSON, 'another']) await webhooks.make(owner, hook, new Date());
    const wish = { email: ADDRESS, cadence: 'week', timeZone: 'UTC', hour: 8 };
    expect((await mailer.call('POST', '/api/subscriptions', wish)).status).toBeLessThan(300);
    expect((await ask('kept', ADDRESS.toLowerCase())).body).toMatchObject({
      entries: [
        { kind: 'subscriber', address: ADDRESS },
        { kind: 'subscription', cadence: 'day' },
        { kind: 'webhook', url: hook.url },
      ],
    });
    for (let time = 0; time < 2; time++) expect((await ask('forget')).status).toBe(204);
    expect((await ask('kept')).body).toEqual({ entries: [] });
    expect(await webhooks.of('another')).toHaveLength(1);
    const left = await everything();
    expect(left).not.toContain(PERSON);
    expect(left.toLowerCase()).not.toContain(ADDRESS.toLowerCase());
    expect(left).toContain('other@example.org');
  });
});
