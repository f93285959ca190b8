import { Inject, Injectable } from '@nestjs/common';
import { type ConfirmationView, type SubscriptionView } from '@paperboy/contracts';
import { Clock, CONFIG, notFound, type Problem, tooMany } from '@paperboy/platform';
import type { PublicationDay, Wish } from '../due/due.js';
import type { MailerConfig } from '../mailer.config.js';
import { CONFIRMATION_MS, type Message } from '../message/message.js';
import { MessageStore } from '../message/message.store.js';
import { AddressIds, maskedAddress } from './address.js';
import { domainOf, isPublicProvider } from './mailbox.js';
import { mayAskAgain, PER_DAY } from './request-limit.js';
import { confirmed } from './subscription.js';
import { SubscriptionStore } from './subscription.store.js';
import { Tokens } from './tokens.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Takes requests, confirmations and goodbyes; double opt-in: nothing is subscribed before the address's owner says so. */
@Injectable()
export class SubscriptionDesk {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly messages: MessageStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly tokens: Tokens,
    private readonly ids: AddressIds,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes the confirmation down, to be sent. Nothing is written when the mailbox was asked the same a moment ago or has
   * had its five of the day, which the answer does not tell. Throws 429 `too-many-for-domain`.
   */
  async request(address: string, wish: Wish): Promise<void> {
    const now = this.clock.now();
    const mailboxId = this.ids.mailbox(address);
    const domainId = this.ids.domain(address);
    await this.refuseCrowd(address, domainId, now);
    // One who found the place taken by a request of the same moment looks again; there are no more places than these.
    for (let attempt = 0; attempt < PER_DAY; attempt++) {
      const before = await this.messages.askedBefore(mailboxId);
      const asked = before.map((earlier) => ({
        at: earlier.requestedAt,
        same: isSame(earlier, { address, wish }),
      }));
      if (!mayAskAgain(asked, now)) return;
      const ordinal = (before[0]?.ordinal ?? 0) + 1;
      const taken = await this.messages.add({
        _id: this.ids.confirmation(mailboxId, ordinal),
        kind: 'confirmation',
        subscriberId: this.ids.subscriber(address),
        mailboxId,
        domainId,
        ordinal,
        address,
        wish,
        requestedAt: now,
        expiresAt: new Date(now.getTime() + CONFIRMATION_MS),
        state: 'claimed',
        dueAt: now,
        attempts: 0,
        nextAttemptAt: now,
      });
      if (taken) return;
    }
  }

  /** Throws a 404 Problem for a link that is not ours. */
  async confirmation(token: string): Promise<ConfirmationView> {
    const message = await this.messages.find(this.idOf('confirm', token));
    if (!message) return { status: 'expired' };
    const { hour, timeZone, cadence } = message.wish;
    const view = { maskedAddress: maskedAddress(message.address), hour, timeZone };
    if (!message.confirmedAt) {
      return { status: message.expiresAt < this.clock.now() ? 'expired' : 'open', ...view };
    }
    const found = await this.subscriptions.find(this.ids.subscription(message.subscriberId, cadence));
    return { status: found?.subscription.state === 'active' ? 'confirmed' : 'ended', ...view };
  }

  /** As `confirmation`; a link is used once, so that later presses do not bring back one who has left. */
  async confirm(token: string): Promise<ConfirmationView> {
    const id = this.idOf('confirm', token);
    const { status } = await this.confirmation(token);
    const message = status === 'open' ? await this.messages.find(id) : null;
    if (message) {
      await this.start(message.address, message.wish, false);
      await this.messages.markConfirmed(id, this.clock.now());
    }
    return this.confirmation(token);
  }

  /** Puts a subscription in place without asking; for confirmed links and the sample. */
  async start(address: string, wish: Wish, sample: boolean): Promise<void> {
    const now = this.clock.now();
    const subscriberId = this.ids.subscriber(address);
    await this.subscriptions.confirm(
      { _id: subscriberId, address, timeZone: wish.timeZone, confirmedAt: now, sample },
      {
        _id: this.ids.subscription(subscriberId, wish.cadence),
        subscriberId,
        ...confirmed(wish, this.publicationDay(), now),
        sample,
      },
    );
  }

  async unsubscription(token: string): Promise<SubscriptionView> {
    const found = await this.subscriptions.find(this.idOf('unsubscribe', token));
    return {
      status: found?.subscription.state === 'active' ? 'active' : 'ended',
      ...(found?.subscriber ? { maskedAddress: maskedAddress(found.subscriber.address) } : {}),
    };
  }

  async unsubscribe(token: string): Promise<SubscriptionView> {
    const found = await this.subscriptions.find(this.idOf('unsubscribe', token));
    if (found?.subscription.state === 'active') {
      await this.subscriptions.end(found.subscription, this.clock.now());
    }
    return this.unsubscription(token);
  }

  private async refuseCrowd(address: string, domainId: string, now: Date): Promise<void> {
    const limit = this.config.CONFIRMATIONS_PER_DOMAIN;
    if (limit === 0 || isPublicProvider(domainOf(address))) return;
    const since = new Date(now.getTime() - DAY_MS);
    if ((await this.messages.askedOfDomain(domainId, since, limit)) < limit) return;
    throw tooMany(
      'too-many-for-domain',
      `Many addresses at ${domainOf(address)} were asked to confirm within a day. Please try again tomorrow.`,
      HOUR_MS / 1_000,
    );
  }

  private idOf(purpose: 'confirm' | 'unsubscribe', token: string): string {
    const id = this.tokens.read(purpose, token);
    if (id === undefined) throw unknownLink();
    return id;
  }

  private publicationDay(): PublicationDay {
    return { timeZone: this.config.PUBLICATION_TIME_ZONE, rollOver: this.config.PUBLICATION_ROLL_OVER };
  }
}

function isSame(
  earlier: Pick<Message, 'address' | 'wish'>,
  { address, wish }: Pick<Message, 'address' | 'wish'>,
): boolean {
  return (
    earlier.address.toLowerCase() === address.toLowerCase() &&
    earlier.wish.hour === wish.hour &&
    earlier.wish.timeZone === wish.timeZone &&
    earlier.wish.cadence === wish.cadence
  );
}

function unknownLink(): Problem {
  return notFound('unknown-link', 'This link is not one of ours; perhaps it was cut on the way.');
}
