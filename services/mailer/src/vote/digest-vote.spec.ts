import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { FakeCatalog } from '../../test/fake-catalog.server.js';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { LinkTokens } from '../letter/link-tokens.js';
import { AddressIds } from '../subscriber/address.js';
import { SubscriptionStore } from '../subscription/subscription.store.js';
import { SubscriptionDesk } from '../subscription/subscription-desk.service.js';

const EDITION = 'day-2037-11-16';
const OTHER_EDITION = 'day-2037-11-17';
const URL_OF_LINK = /https:\/\/papers\.example\.org\/u\/([\w-]{28})\/vote\/([\w-]+)\/([\d.]+)/;

let mailer: RunningMailer;
let catalog: FakeCatalog;
beforeAll(async () => {
  catalog = await new FakeCatalog().start();
  // In the future, so that MongoDB, which uses the real time, deletes no document as expired.
  const clock = testClock('2037-11-22T07:00:00.000Z');
  const own = { namespace: uniqueNamespace(), relayPort: await freePort(), catalogUrl: catalog.url };
  mailer = await startMailer({ stack: testStack(), clock, ...own });
  await waitFor(async () => (await mailer.counts('day-2037-11-21')).candidates === 0);
  await subscribed('ada@example.org');
  await subscribed('newcomer@example.org');
  await keywordOf('ada@example.org', 'lamps');
  catalog.finds.set('lamps', ['2611.33333', '2611.00001']);
  catalog.accounts.add('ada@example.org');
  mailer.ranking.close('2037-11-16', 2);
  await mailer.call('POST', `/internal/editions/${EDITION}/deliver`, { late: true });
  await waitFor(async () => (await mailer.counts(EDITION)).accepted === 2);
});
afterAll(async () => {
  await mailer?.stop();
  await catalog?.stop();
});

const of = <T>(type: abstract new (...args: never[]) => T): T =>
  mailer.service.app.get(type, { strict: false });

/** Starts a subscription whose digests come by command only: its hour is long over. */
const subscribed = (address: string) =>
  of(SubscriptionDesk).start(address, { cadence: 'day', hour: 6, timeZone: 'UTC' }, false);

async function keywordOf(address: string, keyword: string): Promise<void> {
  const [subscription] = await of(SubscriptionStore).ofSubscriber(of(AddressIds).subscriber(address));
  const end = new Date('2037-12-27T00:00:00Z');
  const token = of(LinkTokens).issueUntil('settings', subscription?._id ?? '', end);
  const settings = { cadence: 'day', hour: 6, timeZone: 'UTC', keywords: [keyword], categories: ['cs'] };
  expect((await mailer.call('PUT', `/api/subscriptions/${token}`, settings)).status).toBe(200);
}

/** The digest of a reader, without the line breaks of its encoding. */
function mailTo(address: string): string {
  const mail = mailer.relay.taken.find(({ to }) => to === address);
  if (mail === undefined) throw new Error(`No mail came to ${address}.`);
  return mail.raw.replaceAll('=\r\n', '').replaceAll('=3D', '=');
}

/** The link of the first paper in a mail. */
function linkIn(mail: string): { token: string; edition: string; paperId: string } {
  const [, token = '', edition = '', paperId = ''] = URL_OF_LINK.exec(mail) ?? [];
  return { token, edition, paperId };
}

const ask = (what: 'link' | 'cast' | 'sign-in', link: object) =>
  mailer.call('POST', `/internal/digest-votes${what === 'cast' ? '' : `/${what}`}`, link);

describe('the link to vote in a digest', () => {
  it('stands at each paper, in both parts, and holds no address', () => {
    const mail = mailTo('ada@example.org');
    const links = mail.match(new RegExp(URL_OF_LINK.source, 'g')) ?? [];
    const papers = links.map((link) => link.slice(link.lastIndexOf('/') + 1));
    // Two parts, each with two papers of the edition and one that the keyword found.
    expect(papers.sort()).toEqual(['2611.00001', '2611.00002', '2611.33333'].flatMap((id) => [id, id]));
    expect(new Set(links.map((link) => URL_OF_LINK.exec(link)?.[1])).size).toBe(1);
    for (const link of links) expect(decodeURIComponent(link)).not.toContain('@');
  });

  it('casts the vote of the account with the reader’s address, once however often it is used', async () => {
    const link = linkIn(mailTo('ada@example.org'));
    expect((await ask('link', link)).body).toEqual({ until: '2037-12-23T00:00:00.000Z' });
    expect([...catalog.votes]).toEqual([]);
    for (const _ of [1, 2]) expect((await ask('cast', link)).body).toEqual({ status: 'cast' });
    expect([...catalog.votes]).toEqual([`ada@example.org ${link.paperId}`]);
  });

  it('casts nothing without an account, and has a sign-in mail sent instead, whose address it never tells', async () => {
    const link = linkIn(mailTo('newcomer@example.org'));
    expect((await ask('cast', link)).body).toEqual({ status: 'account-needed' });
    const answer = await ask('sign-in', link);
    expect([answer.status, answer.body]).toEqual([202, { request: 'secret-of-the-browser' }]);
    expect(catalog.signIns).toEqual(['newcomer@example.org']);
    expect([...catalog.votes].some((vote) => vote.startsWith('newcomer'))).toBe(false);
  });

  it('is refused for another paper, another edition, another purpose, and when it was changed', async () => {
    const link = linkIn(mailTo('newcomer@example.org'));
    const [, unsubscribe = ''] = /\/u\/([\w-]{28})>/.exec(mailTo('newcomer@example.org')) ?? [];
    const changed = `${link.token.slice(0, 5)}${link.token[5] === 'A' ? 'B' : 'A'}${link.token.slice(6)}`;
    for (const wrong of [
      // Found by Ada's keyword, so it is in her digest and not in this one.
      { paperId: '2611.33333' },
      { edition: OTHER_EDITION },
      { token: unsubscribe },
      { token: changed },
    ])
      for (const what of ['link', 'cast', 'sign-in'] as const) {
        const answer = await ask(what, { ...link, ...wrong });
        expect([wrong, answer.status, answer.body.code]).toEqual([wrong, 404, 'unknown-link']);
      }
    // And its token opens neither the settings nor the way out.
    expect((await mailer.call('GET', `/api/subscriptions/${link.token}`)).body.code).toBe('unknown-link');
    const leaving = await mailer.call('POST', '/internal/subscriptions/unsubscribe', { token: link.token });
    expect(leaving.body.code).toBe('unknown-link');
  });

  it('shows the digest in the browser as it was sent, whatever its reader chose since', async () => {
    const { token, edition } = linkIn(mailTo('ada@example.org'));
    await keywordOf('ada@example.org', 'a secret');
    const page = await mailer.call('POST', '/internal/digest-pages', { token, edition });
    const html = page.body.html as string;
    expect(html).toContain('In this digest for category: cs, keyword: lamps');
    expect(html).toMatch(/New, with your keywords and authors[\s\S]*New paper 2611\.33333/);
    expect(html).toContain(`/u/${token}/vote/${EDITION}/2611.00002`);
    expect(html).not.toMatch(/a secret|Unsubscribe|settings|GOESxHERE|ada@/);
    const wrong = await mailer.call('POST', '/internal/digest-pages', { token, edition: OTHER_EDITION });
    expect([wrong.status, wrong.body.code]).toEqual([404, 'unknown-link']);
  });

  it('is on no page of an edition, which is for everyone', async () => {
    const html = (await mailer.call('GET', `/internal/editions/${EDITION}/page`)).body.html as string;
    expect(html).toMatch(/Paper 1 of 2037-11-16[\s\S]*Paper 2 of 2037-11-16/);
    expect(html).toContain('href="https://papers.example.org/subscribe"');
    expect(html).not.toMatch(/\/u\/|Upvote it|browser|xHERE/);
  });

  it('ends after thirty days', async () => {
    const link = linkIn(mailTo('ada@example.org'));
    mailer.clock.set('2037-12-22T23:59:59.000Z');
    expect((await ask('link', link)).status).toBe(200);
    mailer.clock.set('2037-12-23T00:00:00.000Z');
    for (const what of ['link', 'cast', 'sign-in'] as const) {
      const answer = await ask(what, link);
      expect([answer.status, answer.body.code]).toEqual([404, 'link-ended']);
    }
  });
});
