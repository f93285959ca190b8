import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { SubscriptionDesk } from '../subscription/subscription-desk.service.js';
import { suppressionLine } from './suppressions.command.js';

describe('a suppressed address', () => {
  let mailer: RunningMailer;
  beforeAll(async () => {
    // In the future, so that MongoDB, which uses the real time, deletes no document as expired.
    const clock = testClock('2037-11-22T07:00:00.000Z');
    const relayPort = await freePort();
    mailer = await startMailer({ stack: testStack(), namespace: uniqueNamespace(), clock, relayPort });
    await waitFor(async () => (await mailer.counts('day-2037-11-21')).candidates === 0);
  });
  afterAll(() => mailer?.stop());

  const ask = (method: 'GET' | 'POST', path: string, body?: object) =>
    mailer.call(method, path, body, 'operator');
  const add = (address: string) => ask('POST', '/internal/suppressions', { address });
  const lift = (address: string) => ask('POST', '/internal/suppressions/lift', { address });
  const list = async (query = '') => (await ask('GET', `/internal/suppressions${query}`)).body;

  it('gets no digest until the suppression is lifted', async () => {
    const timing = { cadence: 'day', hour: 8, timeZone: 'UTC' } as const;
    await mailer.service.app.get(SubscriptionDesk, { strict: false }).start('ada@example.org', timing, false);
    expect((await add('ADA@example.org')).body).toMatchObject({ reason: 'by-operator' });
    const first = mailer.ranking.close('2037-11-21');
    await ask('POST', `/internal/editions/${first}/deliver`);
    await waitFor(
      () => mailer.counts(first),
      ({ suppressed }) => suppressed === 1,
    );
    expect((await mailer.counts(first)).reasons).toEqual({ suppressed: { 'by-operator': 1 } });
    expect(await list()).toMatchObject([{ maskedAddress: 'a…@example.org', reason: 'by-operator' }]);
    expect((await lift('ada@example.org')).body).toEqual({ lifted: true });
    expect((await lift('ada@example.org')).body).toEqual({ lifted: false });
    const second = mailer.ranking.close('2037-11-22', 2, '2037-11-23T06:00:00.000Z');
    mailer.clock.set('2037-11-23T07:00:00.000Z');
    await ask('POST', `/internal/editions/${second}/deliver`);
    await waitFor(
      () => mailer.counts(second),
      ({ accepted }) => accepted === 1,
    );
  });

  it('keeps its reason and moment when it is added again, and is listed page by page', async () => {
    const added = [];
    for (const name of ['b', 'c', 'd']) added.push((await add(`${name}@example.org`)).body);
    mailer.clock.advance(86_400_000);
    expect((await add('b@example.org')).body).toEqual(added[0]);
    const ids = added.map(({ id }) => id as string).sort();
    expect(await list('?limit=2')).toMatchObject([{ id: ids[0] }, { id: ids[1] }]);
    expect(await list(`?limit=2&after=${ids[1]}`)).toMatchObject([{ id: ids[2] }]);
  });

  it('is an operator’s business alone', async () => {
    expect((await mailer.call('GET', '/internal/suppressions')).status).toBe(403);
  });

  it('is told with its reason in words', () => {
    const at = '2037-11-22T07:00:00.000Z';
    expect(suppressionLine({ id: 'abc', maskedAddress: 'a…@example.org', reason: 'bounced', at })).toBe(
      '2037-11-22  a…@example.org  its mailbox refused mail for good, or again and again',
    );
    expect(suppressionLine({ id: 'abc', reason: 'unheard-of', at })).toBe(
      '2037-11-22  (forgotten) abc  unheard-of',
    );
  });
});
