import { Inject, Injectable } from '@nestjs/common';
import {
  type Cadence,
  type ConfirmationView,
  domainOf,
  isPublicProvider,
  maskedAddress,
  type SubscriptionView,
} from '@paperboy/contracts';
import { Clock, CONFIG, conflict, type Problem, tooMany } from '@paperboy/platform';
import type { PublicationDay, Timing } from '../due/due.js';
import { LinkTokens } from '../letter/link-tokens.js';
import { unknownLink } from '../letter/unknown-link.js';
import type { MailerConfig } from '../mailer.config.js';
import { CONFIRMATION_MS, type ConfirmationMessage } from '../message/message.js';
import { MessageStore } from '../message/message.store.js';
import { AddressIds } from '../subscriber/address.js';
import { FORGOTTEN_AFTER_MS } from '../subscriber/subscriber.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { mayAskAgain, PER_DAY } from './request-limit.js';
import { confirmed, formSlot, mayBeRestored, type Subscription } from './subscription.js';
import { SubscriptionStore } from './subscription.store.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Handles requests to subscribe, confirmations and unsubscribing. It is double opt-in: no subscription starts before
 * the owner of the address confirms it.
 */
@Injectable()
export class SubscriptionDesk {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly messages: MessageStore,
    private readonly subscribers: SubscriberStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly tokens: LinkTokens,
    private readonly ids: AddressIds,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds a confirmation that is to be sent. Adds none when the mailbox was asked the same within five minutes, or got
   * five within a day. The answer does not reveal that. Throws 429 `too-many-for-domain`.
   */
  async request(address: string, wish: Timing): Promise<void> {
    const now = this.clock.now();
    const mailboxId = this.ids.mailbox(address);
    const domainId = this.ids.domain(address);
    await this.refuseCrowd(address, domainId, now);
    // If another request has taken the number at the same moment, it is tried again, at most once for each of the five.
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

  /** The state of a confirmation's link. Throws a 404 Problem for a link that is not ours. */
  async confirmation(token: string): Promise<ConfirmationView> {
    const message = await this.messages.findConfirmation(this.idOf('confirm', token));
    if (!message) return { status: 'expired' };
    const { hour, timeZone } = message.wish;
    const view = { maskedAddress: maskedAddress(message.address), hour, timeZone };
    if (!message.confirmedAt) {
      return { status: message.expiresAt < this.clock.now() ? 'expired' : 'open', ...view };
    }
    const subscription = await this.subscriptions.inSlot(message.subscriberId, formSlot(message.wish));
    return { status: subscription?.state === 'active' ? 'confirmed' : 'ended', ...view };
  }

  /** Confirms, then answers as `confirmation`. A link works once, so that it can't bring back a reader who has left. */
  async confirm(token: string): Promise<ConfirmationView> {
    const id = this.idOf('confirm', token);
    const { status } = await this.confirmation(token);
    const message = status === 'open' ? await this.messages.findConfirmation(id) : null;
    if (message) {
      await this.start(message.address, message.wish, false);
      await this.messages.markConfirmed(id, this.clock.now());
    }
    return this.confirmation(token);
  }

  /** Starts a subscription without a confirmation mail, for confirmed links and the sample. */
  async start(address: string, wish: Timing, sample: boolean): Promise<void> {
    await this.activate(address, wish, {
      subscriberId: this.ids.subscriber(address),
      slot: formSlot(wish),
      sample,
    });
  }

  async unsubscription(token: string): Promise<SubscriptionView> {
    const subscription = await this.subscriptions.find(this.idOf('unsubscribe', token));
    const subscriber = subscription && (await this.subscribers.find(subscription.subscriberId));
    return {
      status: subscription?.state === 'active' ? 'active' : 'ended',
      ...(subscriber ? { maskedAddress: maskedAddress(subscriber.address) } : {}),
    };
  }

  async unsubscribe(token: string): Promise<SubscriptionView> {
    await this.leave(this.idOf('unsubscribe', token));
    return this.unsubscription(token);
  }

  /** Ends a subscription at once. Does nothing if it has ended or is not known. */
  async leave(subscriptionId: string): Promise<void> {
    const subscription = await this.subscriptions.find(subscriptionId);
    if (subscription?.state === 'active') await this.end(subscription);
  }

  /**
   * Undoes an unsubscription of the last hour. Throws 409 `too-late-to-restore`: then the address must confirm again.
   */
  async restore(token: string): Promise<SubscriptionView> {
    const subscription = await this.subscriptions.find(this.idOf('unsubscribe', token));
    if (subscription?.state === 'active') return this.unsubscription(token);
    const subscriber = subscription && (await this.subscribers.find(subscription.subscriberId));
    if (!subscriber || !mayBeRestored(subscription, this.clock.now())) throw tooLateToRestore();
    await this.activate(subscriber.address, subscription, subscription);
    return this.unsubscription(token);
  }

  /** The number of active subscriptions by cadence. */
  async counts(): Promise<{ active: Record<Cadence, number> }> {
    const [day, week, month] = await Promise.all(
      (['day', 'week', 'month'] as const).map((cadence) => this.subscriptions.countActive(cadence)),
    );
    return { active: { day: day ?? 0, week: week ?? 0, month: month ?? 0 } };
  }

  /** Stores the address as confirmed, and starts or changes the subscription in the slot from now on. */
  private async activate(
    address: string,
    timing: Timing,
    { subscriberId, slot, sample }: Pick<Subscription, 'subscriberId' | 'slot' | 'sample'>,
  ): Promise<void> {
    const now = this.clock.now();
    const { timeZone } = timing;
    await this.subscribers.confirm({ _id: subscriberId, address, timeZone, confirmedAt: now, sample });
    const settings = confirmed(timing, this.publicationDay(), now);
    await this.subscriptions.start({ subscriberId, slot, ...settings, sample });
  }

  /** Ends a subscription. If it was the subscriber's last one, the address is deleted thirty days later. */
  private async end({ _id, subscriberId }: Subscription): Promise<void> {
    const now = this.clock.now();
    const forgetAt = new Date(now.getTime() + FORGOTTEN_AFTER_MS);
    // Read first, so that a subscriber who confirms again meanwhile is not deleted.
    const subscriber = await this.subscribers.find(subscriberId);
    await this.subscriptions.end(_id, now, forgetAt);
    if (!subscriber || (await this.subscriptions.hasActive(subscriberId))) return;
    await this.subscribers.forgetAt(subscriber, forgetAt);
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
  earlier: Pick<ConfirmationMessage, 'address' | 'wish'>,
  { address, wish }: Pick<ConfirmationMessage, 'address' | 'wish'>,
): boolean {
  return (
    earlier.address.toLowerCase() === address.toLowerCase() &&
    earlier.wish.hour === wish.hour &&
    earlier.wish.timeZone === wish.timeZone &&
    earlier.wish.cadence === wish.cadence
  );
}

function tooLateToRestore(): Problem {
  return conflict(
    'too-late-to-restore',
    'This subscription ended more than an hour ago. Subscribing again brings it back.',
  );
}
