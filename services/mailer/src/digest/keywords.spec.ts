import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MONGO } from '@paperboy/platform';
import { freePort, testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { FakeCatalog } from '../../test/fake-catalog.server.js';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { KnownEditionStore } from '../edition/known-edition.store.js';
import { LinkTokens } from '../letter/link-tokens.js';
import { AddressIds } from '../subscriber/address.js';
import type { Subscription } from '../subscription/subscription.js';
import { SubscriptionDesk } from '../subscription/subscription-desk.service.js';

const DAILY = { cadence: 'day', hour: 8, timeZone: 'UTC' } as const;

let mailer: RunningMailer;
let catalog: FakeCatalog;
beforeAll(async () => {
  catalog = await new FakeCatalog().start();
  // A Sunday, an hour before the morning's digests. In the future, so that MongoDB, which uses the real time, deletes
  // no document as expired.
  const clock = testClock('2037-11-22T07:00:00.000Z');
  const own = { namespace: uniqueNamespace(), relayPort: await freePort(), catalogUrl: catalog.url };
  mailer = await startMailer({ stack: testStack(), clock, ...own });
  await waitFor(async () => (await mailer.counts('day-2037-11-21')).candidates === 0);
});
afterAll(async () => {
  await mailer?.stop();
  await catalog?.stop();
});

const of = <T>(type: abstract new (...args: never[]) => T): T =>
  mailer.service.app.get(type, { strict: false });

/** Subscribes a reader with some choices. Returns the token of the settings link. */
async function reader(address: string, choices: object): Promise<string> {
  await of(SubscriptionDesk).start(address, DAILY, false);
  const subscription = await mailer.service.app
    .get<Connection>(MONGO, { strict: false })
    .collection<Subscription>('subscriptions')
    .findOne({ subscriberId: of(AddressIds).subscriber(address) });
  const end = new Date('2037-12-27T00:00:00Z');
  const token = of(LinkTokens).issueUntil('settings', subscription?._id ?? '', end);
  expect((await change(token, choices)).status).toBe(200);
  return token;
}
const change = (token: string, choices: object) =>
  mailer.call('PUT', `/api/subscriptions/${token}`, { ...DAILY, ...choices });
const deliver = (id: string) => mailer.call('POST', `/internal/editions/${id}/deliver`, { late: true });
const mailTo = async (address: string): Promise<string> => {
  const to = () => mailer.relay.taken.filter((mail) => mail.to === address);
  await waitFor(() => to().length === 1);
  return (to()[0]?.raw ?? '').replaceAll('=\r\n', '');
};

describe('what was in a digest', () => {
  it('is remembered with the choice that brought each paper, once for all who got the same, and told behind the link', async () => {
    catalog.finds.set('lamps', ['2611.33333', '2611.00001']);
    const choices = { keywords: ['lamps'], categories: ['cs'] };
    const one = await reader('past-one@example.org', choices);
    const other = await reader('past-other@example.org', { ...choices, hour: 9 });
    const id = mailer.ranking.close('2037-11-16', 2);
    await deliver(id);
    await mailTo('past-one@example.org');
    await mailTo('past-other@example.org');
    const told = await mailer.call('GET', `/api/subscriptions/${one}/deliveries/${id}`);
    expect(told.body).toEqual({
      edition: id,
      papers: [
        {
          id: '2611.00001',
          title: 'The title of 2611.00001',
          why: ['category: cs', 'keyword: lamps'],
          match: false,
        },
        { id: '2611.00002', title: 'The title of 2611.00002', why: ['category: cs'], match: false },
        { id: '2611.33333', title: 'The title of 2611.33333', why: ['keyword: lamps'], match: true },
      ],
    });
    expect((await mailer.call('GET', `/api/subscriptions/${other}/deliveries/${id}`)).body).toEqual(
      told.body,
    );
    const kept = mailer.service.app.get<Connection>(MONGO, { strict: false }).collection('digest-records');
    expect(await kept.countDocuments({ reasons: 'keyword: lamps' })).toBe(1);
    catalog.isAway = true;
    const without = await mailer.call('GET', `/api/subscriptions/${one}/deliveries/${id}`);
    catalog.isAway = false;
    expect(without.body).toMatchObject({ papers: [{ id: '2611.00001', title: null }, {}, {}] });
    const none = await mailer.call('GET', `/api/subscriptions/${one}/deliveries/day-2037-11-02`);
    expect([none.status, none.body.code]).toEqual([404, 'no-such-digest']);
  });

  it('is shown to operators before it is sent, without the links that are the reader’s own', async () => {
    catalog.finds.set('candles', ['2611.22222']);
    await reader('before@example.org', { keywords: ['candles'], categories: ['cs.LG'] });
    const edition = mailer.ranking.close('2037-11-15', 1);
    const preview = (address: string, of = edition) =>
      mailer.call('POST', '/internal/mail/preview', { address, edition: of }, 'operator');
    const { body } = await preview('Before@example.org');
    expect(body.digests).toMatchObject([
      {
        hour: 8,
        timeZone: 'UTC',
        delivery: null,
        subject: 'Paper 1 of 2037-11-15, and 1 more paper · 15 November',
        papers: [{ id: '2611.00001', why: ['category: cs.LG'] }],
        matches: [{ id: '2611.22222', why: ['keyword: candles'] }],
        html: expect.stringContaining('New paper 2611.22222'),
      },
    ]);
    expect(JSON.stringify(body)).toContain('/u/…/settings');
    expect(JSON.stringify(body)).not.toMatch(/\/u\/[\w-]{28}/);
    expect(mailer.relay.taken.some(({ to }) => to === 'before@example.org')).toBe(false);
    expect((await preview('nobody@example.org')).body.code).toBe('no-subscription');
    expect((await preview('before@example.org', 'week-2037-W46')).body.code).toBe('no-subscription');
    expect((await preview('before@example.org', 'day-2037-11-01')).status).toBe(404);
  });
});

describe('a digest with keywords and authors', () => {
  it('has new papers beyond the edition in a section of their own, with the reason, and those of the edition in their place', async () => {
    catalog.finds.set('rings', ['2611.00002', '2611.77777']);
    catalog.finds.set('author:"Emmy Noether"', ['2611.77777', '2611.88888']);
    const both = { keywords: ['rings'], authors: ['Emmy Noether'], format: 'text' };
    await reader('one@example.org', both);
    await reader('other@example.org', { ...both, papers: 1 });
    await reader('only@example.org', { ...both, papers: 0 });
    const id = mailer.ranking.close('2037-11-21', 2);
    await deliver(id);
    const mail = await mailTo('one@example.org');
    const [edition = '', section = ''] = mail.split('New, with your keywords and authors');
    expect(edition).toMatch(/2\. Paper 2 of 2037-11-21[\s\S]*In this digest for keyword: rings/);
    expect(section).not.toContain('Paper 2 of');
    expect(section).toMatch(/\* New paper 2611\.77777[\s\S]*for keyword: rings, author: Emmy\s+Noether/);
    expect(section).toMatch(/\* New paper 2611\.88888[\s\S]*for author: Emmy Noether/);
    expect(await mailTo('other@example.org')).toMatch(/New, with your[\s\S]*\* New paper 2611\.00002/);
    const only = await mailTo('only@example.org');
    expect(only).toMatch(/Subject: =\?UTF-8\?Q\?New_paper_2611=2E00002=2C_and_2_more_pap/);
    expect(only).not.toContain('Paper 1 of 2037-11-21');
    const days = { from: '2037-11-21', to: '2037-11-21' };
    const ofThese = catalog.asked.filter(({ search }) => search === 'rings' || search.startsWith('author:'));
    expect(ofThese).toEqual([
      { search: 'rings', ...days },
      { search: 'author:"Emmy Noether"', ...days },
    ]);
  });

  it('comes also of an edition without papers', async () => {
    catalog.finds.set('moths', ['2611.55555']);
    await reader('moths@example.org', { keywords: ['moths'] });
    await deliver(mailer.ranking.close('2037-11-20', 0));
    expect(await mailTo('moths@example.org')).toContain('New paper 2611.55555');
  });

  it('waits while the catalog is away, and those of other readers do not', async () => {
    catalog.finds.set('glowworms', ['2611.66666']);
    await reader('waits@example.org', { keywords: ['glowworms'] });
    await reader('does-not@example.org', { categories: ['cs.LG'] });
    catalog.isAway = true;
    const id = mailer.ranking.close('2037-11-19', 1);
    await deliver(id);
    await mailTo('does-not@example.org');
    expect(await mailer.counts(id)).toMatchObject({ accepted: expect.any(Number) });
    expect(mailer.relay.taken.some(({ to }) => to === 'waits@example.org')).toBe(false);
    catalog.isAway = false;
    await waitFor(() => {
      mailer.clock.advance(20_000);
      return mailer.relay.taken.some(({ to }) => to === 'waits@example.org');
    });
    expect(await mailTo('waits@example.org')).toContain('In this digest for keyword: glowworms');
  });

  it('is refused what is no search, and saves other changes while the catalog is away', async () => {
    catalog.unreadable.add('from:tomorrow');
    const token = await reader('wrong@example.org', { keywords: ['moths'] });
    const refused = await change(token, { keywords: ['moths', 'from:tomorrow'] });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({
      code: 'unreadable-keyword',
      detail: 'keyword: from:tomorrow cannot be searched for. from: expects a date.',
    });
    catalog.isAway = true;
    expect((await change(token, { keywords: ['moths'], hour: 9 })).status).toBe(200);
    expect((await change(token, { keywords: ['bats'] })).status).toBe(503);
    catalog.isAway = false;
    expect(
      (await change(token, { keywords: Array.from({ length: 21 }, (_, nth) => `w${nth}`) })).status,
    ).toBe(400);
  });

  it('is previewed with its section', async () => {
    catalog.finds.set('owls', ['2611.44444']);
    const token = await reader('preview@example.org', { keywords: ['owls'] });
    const { edition } = await of(KnownEditionStore).papers(mailer.ranking.close('2037-11-18', 1), 1);
    await of(KnownEditionStore).keep(edition);
    const { body } = await mailer.call('GET', `/api/subscriptions/${token}/preview`);
    expect(body).toMatchObject({
      edition: 'day-2037-11-18',
      subject: 'Paper 1 of 2037-11-18, and 1 more paper · 18 November',
      papers: [{ id: '2611.00001', why: [] }],
      matches: [{ id: '2611.44444', title: 'New paper 2611.44444', why: ['keyword: owls'] }],
    });
  });
});
