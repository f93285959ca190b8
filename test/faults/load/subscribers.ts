import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { formOf, page, submitForm } from '../../e2e/browse.js';
import { linksIn, mailTo } from '../../e2e/mailbox.js';
import { Loop } from './loop.js';
import { type Answered, answerTo } from './readers.js';

/** Asks for a subscription through web. */
export function askToSubscribe(url: string, email: string, hour = 8): Promise<Answered> {
  return answerTo(url, '/api/subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, hour }),
  });
}

/** One new address after the other asks to be subscribed, until told to stop. */
export class Newcomers extends Loop {
  readonly answers: Answered[] = [];
  readonly addresses: string[] = [];

  constructor(
    private readonly url: string,
    /** Part of each address, so that no other test's mails are taken for these. */
    private readonly name: string,
    private readonly pauseMs: number,
  ) {
    super();
  }

  protected async once(): Promise<void> {
    const address = `newcomer-${this.addresses.length}@${this.name}.example.org`;
    this.addresses.push(address);
    this.answers.push(await askToSubscribe(this.url, address));
    await sleep(this.pauseMs);
  }
}

/** Subscribes an address to the daily digest as a person does: asks, gets the mail, presses the button behind its link. */
export async function subscribe(publicUrl: string, email: string, hour: number): Promise<void> {
  const asked = await askToSubscribe(publicUrl, email, hour);
  if (asked.status !== 202) throw new Error(`Asking for a subscription came to ${JSON.stringify(asked)}.`);
  const [mail] = await waitFor(
    () => mailTo(email),
    (mails) => mails.length > 0,
    { timeoutMs: 60_000, everyMs: 200 },
  );
  const link = linksIn(mail, publicUrl).find((one) => one.includes('/confirm/'));
  const shown = await page(publicUrl, link ?? 'no link to confirm in the mail');
  const confirmed = await submitForm(publicUrl, formOf(shown.html, '/confirm/'), {});
  if (confirmed.status !== 200) throw new Error(`Confirming answered ${confirmed.status}.`);
}

/**
 * Has the hour of these subscribers come now instead of some hours later, since hours are whole ones and no test can
 * wait for the next. Which edition their next digest carries stays as the mailer has it. Answers these editions.
 */
export async function bringHourForward(mailer: Connection, addresses: readonly string[]): Promise<string[]> {
  const subscribers = await mailer
    .collection<{ _id: string }>('subscribers')
    .find({ address: { $in: [...addresses] } })
    .toArray();
  const theirs = { state: 'active', subscriberId: { $in: subscribers.map(({ _id }) => _id) } };
  const subscriptions = mailer.collection<{ next?: { editionId: string } }>('subscriptions');
  const editions = (await subscriptions.find(theirs).toArray()).map(({ next }) => next?.editionId ?? 'none');
  await subscriptions.updateMany(theirs, { $set: { nextDueAt: new Date() } });
  return editions;
}
