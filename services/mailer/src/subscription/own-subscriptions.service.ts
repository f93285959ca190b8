import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { OwnDigests, SubscriptionSettings } from '@paperboy/contracts';
import { Clock, conflict, notFound } from '@paperboy/platform';
import { AddressIds } from '../subscriber/address.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { SuppressionStore } from '../subscriber/suppression.store.js';
import { KeywordCheck } from './keyword-check.client.js';
import { ManageSubscription, settingsOf, tooManySubscriptions } from './manage-subscription.service.js';
import { ADDED_SLOTS, formSlot, type Subscription } from './subscription.js';
import { SubscriptionStore } from './subscription.store.js';
import { SubscriptionDesk } from './subscription-desk.service.js';

const MOST_SUBSCRIPTIONS = ADDED_SLOTS.length + 1;

/** What signed-in people do with the subscriptions of their own address, which signing in has proven. */
@Injectable()
export class OwnSubscriptions {
  constructor(
    private readonly manage: ManageSubscription,
    private readonly desk: SubscriptionDesk,
    private readonly subscribers: SubscriberStore,
    private readonly suppressions: SuppressionStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly keywords: KeywordCheck,
    private readonly ids: AddressIds,
    private readonly clock: Clock,
  ) {}

  /** The active subscriptions of an address. */
  list(address: string): Promise<OwnDigests> {
    return this.manage.ofAddress(address);
  }

  /**
   * Starts a subscription without a mail that asks to confirm it. The moment is stored as that of the consent. Finds an
   * active one with the same settings, so that a form that is sent twice starts one. Throws 400 `pause-too-long` and
   * `unreadable-keyword`, and 409 `too-many-subscriptions` and `address-suppressed`.
   */
  async start(address: string, settings: SubscriptionSettings): Promise<{ token: string }> {
    const subscriberId = this.ids.subscriber(address);
    await this.refuseSuppressed(subscriberId);
    await this.keywords.check(settings, undefined);
    for (const slot of [formSlot(settings), ...ADDED_SLOTS]) {
      // Read for each slot: the same form may have taken the slot before at the same moment.
      const active = await this.subscriptions.ofSubscriber(subscriberId);
      const same = active.find((each) => this.isSame(each, settings));
      if (same) return { token: this.manage.lastingToken(same) };
      if (active.length >= MOST_SUBSCRIPTIONS) break;
      if (active.length === 0) await this.consent(subscriberId, address, settings);
      const started = await this.manage.startIn({ subscriberId, slot, sample: false }, settings);
      if (started) return { token: this.manage.lastingToken(started) };
    }
    throw tooManySubscriptions();
  }

  /** Ends a subscription of the address. Throws a 404 Problem, also for the subscription of somebody else. */
  async end(address: string, token: string): Promise<void> {
    const subscription = await this.manage.find(token);
    if (subscription.subscriberId !== this.ids.subscriber(address))
      throw notFound('unknown-link', 'Your address has no such subscription.');
    await this.desk.leave(subscription._id);
  }

  private isSame(subscription: Subscription, settings: SubscriptionSettings): boolean {
    return isDeepStrictEqual(settingsOf(subscription, this.clock.now()), settings);
  }

  private async consent(
    subscriberId: string,
    address: string,
    { timeZone }: SubscriptionSettings,
  ): Promise<void> {
    const confirmedAt = this.clock.now();
    await this.subscribers.confirm({ _id: subscriberId, address, timeZone, confirmedAt, sample: false });
  }

  /** A session may be older than a bounce, so it does not end a suppression as the confirmation of a mail does. */
  private async refuseSuppressed(subscriberId: string): Promise<void> {
    const suppression = await this.suppressions.find(subscriberId);
    if (!suppression) return;
    throw conflict(
      'address-suppressed',
      suppression.reason === 'bounced'
        ? 'Mail to your address came back. Subscribe by the form for everyone: confirming its mail ends that.'
        : 'Your address gets no digests. Ask the publication to change that.',
    );
  }
}
