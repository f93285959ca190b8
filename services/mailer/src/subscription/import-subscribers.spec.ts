import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, testClock, testStack, uniqueNamespace } from '@paperboy/testing';
import { FakeCatalog } from '../../test/fake-catalog.server.js';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { LinkTokens } from '../letter/link-tokens.js';

let mailer: RunningMailer;
let catalog: FakeCatalog;
beforeAll(async () => {
  catalog = await new FakeCatalog().start();
  const clock = testClock('2037-11-22T07:00:00.000Z');
  const own = { namespace: uniqueNamespace(), relayPort: await freePort(), catalogUrl: catalog.url };
  mailer = await startMailer({ stack: testStack(), clock, ...own });
});
afterAll(async () => {
  await mailer?.stop();
  await catalog?.stop();
});

const CONSENT = '2037-01-31T00:00:00.000Z';
const row = (address: string, more: object = {}, settings: object = {}) => ({
  address,
  consentedAt: CONSENT,
  settings: { cadence: 'day', hour: 8, timeZone: 'UTC', ...settings },
  ...more,
});
/** Imports subscriptions. Returns the code of each refused one, and the outcome of each other one. */
const bring = async (...subscriptions: object[]) => {
  const answer = await mailer.call('POST', '/internal/subscribers/import', { subscriptions }, 'operator');
  const results = answer.body.results as { outcome: string; code?: string }[];
  return results.map(({ outcome, code }) => code ?? outcome);
};
interface Exported {
  id: string;
  address: string;
  consentedAt: string;
  slot: string;
}
const exported = async (query = '') =>
  (await mailer.call('GET', `/internal/subscribers/export${query}`, undefined, 'operator'))
    .body as unknown as Exported[];

describe('an import of subscribers', () => {
  it('starts their subscriptions once, with the date of consent, and gives them out as they came', async () => {
    const [daily, paused] = [
      row('ada@example.org'),
      row('emmy@example.org', {}, { pausedUntil: '2037-12-24' }),
    ];
    const weekly = row('ada@example.org', {}, { cadence: 'week', weekday: 3, categories: ['cs.LG'] });
    const evening = row('ADA@example.org', { slot: 'added-1' }, { hour: 20 });
    expect(await bring(daily, paused)).toEqual(['new', 'new']);
    expect(await bring(daily, weekly, evening, paused)).toEqual(['known', 'new', 'new', 'known']);
    expect(await bring(daily, weekly, evening, paused)).toEqual(['known', 'known', 'known', 'known']);
    const all = await exported();
    expect(all.map(({ address, slot }) => `${address} ${slot}`).sort()).toEqual([
      'ada@example.org added-1',
      'ada@example.org day',
      'ada@example.org week',
      'emmy@example.org day',
    ]);
    expect(new Set(all.map(({ consentedAt }) => consentedAt))).toEqual(new Set([CONSENT]));
    expect(await exported('?limit=1')).toEqual(all.slice(0, 1));
    expect(await exported(`?after=${all[0]?.id}`)).toEqual(all.slice(1));
  });

  it('takes nobody who left since the consent, no suppressed address, no consent of the future and no keyword that is no search', async () => {
    await bring(row('left@example.org'));
    const left = (await exported()).find(({ address }) => address === 'left@example.org');
    const token = mailer.service.app.get(LinkTokens, { strict: false }).issue('unsubscribe', left?.id ?? '');
    await mailer.call('POST', '/internal/subscriptions/unsubscribe', { token });
    await mailer.call('POST', '/internal/suppressions', { address: 'no@example.org' }, 'operator');
    catalog.unreadable.add('from:tomorrow');
    const codes = await bring(
      row('left@example.org'),
      row('no@example.org'),
      row('later@example.org', { consentedAt: '2037-11-23T00:00:00.000Z' }),
      row('words@example.org', {}, { keywords: ['from:tomorrow'] }),
    );
    expect(codes).toEqual(['has-left', 'suppressed', 'consent-in-future', 'unreadable-keyword']);
  });

  it('is for operators alone', async () => {
    const body = { subscriptions: [row('web@example.org')] };
    expect((await mailer.call('POST', '/internal/subscribers/import', body)).status).toBe(403);
    expect((await mailer.call('GET', '/internal/subscribers/export')).status).toBe(403);
  });
});
