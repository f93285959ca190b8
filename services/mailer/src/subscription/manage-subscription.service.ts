import { Inject, Injectable } from '@nestjs/common';
import {
  DEFAULT_CHOICES,
  type ManagedSubscription,
  maskedAddress,
  type SubscriptionSettings,
} from '@paperboy/contracts';
import { Clock, CONFIG, conflict, invalid, notFound } from '@paperboy/platform';
import { localDateAt } from '../due/due.js';
import { addDays } from '../due/local-date.js';
import type { Delivery } from '../ledger/delivery.js';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { LinkTokens } from '../letter/link-tokens.js';
import type { MailerConfig } from '../mailer.config.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { ADDED_SLOTS, dueAfterChange, isPaused, type Subscription, scheduleOf } from './subscription.js';
import { SubscriptionStore } from './subscription.store.js';

const SHOWN_DELIVERIES = 30;
const LONGEST_PAUSE_DAYS = 366;

/** Shows and changes the subscription behind the link of a mail. */
@Injectable()
export class ManageSubscription {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly subscribers: SubscriberStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly deliveries: DeliveryStore,
    private readonly tokens: LinkTokens,
    private readonly clock: Clock,
  ) {}

  /** The subscription of a token. Throws a 404 Problem `unknown-link`, also when it is already forgotten. */
  async find(token: string): Promise<Subscription> {
    const id = this.tokens.read('unsubscribe', token);
    const subscription = id === undefined ? null : await this.subscriptions.find(id);
    if (!subscription) throw unknownLink();
    return subscription;
  }

  /** As `find`. */
  async view(token: string): Promise<ManagedSubscription> {
    const subscription = await this.find(token);
    const [subscriber, active, deliveries] = await Promise.all([
      this.subscribers.find(subscription.subscriberId),
      this.subscriptions.ofSubscriber(subscription.subscriberId),
      this.deliveries.newest(subscription._id, SHOWN_DELIVERIES),
    ]);
    if (!subscriber) throw unknownLink();
    const { next, nextDueAt } = subscription;
    const now = this.clock.now();
    const others = active.filter(({ _id }) => _id !== subscription._id);
    return {
      status: subscription.state,
      maskedAddress: maskedAddress(subscriber.address),
      settings: settingsOf(subscription, now),
      next: next && nextDueAt ? { localDate: next.localDate, dueAt: nextDueAt.toISOString() } : null,
      others: others.map((other) => ({
        token: this.tokens.issue('unsubscribe', other._id),
        settings: settingsOf(other, now),
      })),
      deliveries: deliveries.map(toldOf),
    };
  }

  /**
   * Sets all of a subscription. Throws as `find`, a 400 `pause-too-long`, and a 409 `subscription-ended`: one who has left
   * is not brought back by settings.
   */
  async change(token: string, settings: SubscriptionSettings): Promise<ManagedSubscription> {
    const subscription = await this.find(token);
    const wish = this.wishOf(settings);
    const lastDate = await this.deliveries.lastDate(subscription._id);
    const changed = await this.subscriptions.change(subscription._id, {
      ...wish,
      ...this.schedule(wish, lastDate),
    });
    if (!changed) throw ended();
    return this.view(token);
  }

  /** Starts another subscription of the same reader. Throws as `change`, and a 409 `too-many-subscriptions`. */
  async another(token: string, settings: SubscriptionSettings): Promise<{ token: string }> {
    const { subscriberId, state, sample } = await this.find(token);
    if (state === 'ended') throw ended();
    const { weekday, pausedUntil, ...wish } = this.wishOf(settings);
    for (const slot of ADDED_SLOTS) {
      const started = await this.subscriptions.startIn({
        subscriberId,
        slot,
        state: 'active',
        sample,
        ...wish,
        ...(weekday === undefined ? {} : { weekday }),
        ...(pausedUntil === undefined ? {} : { pausedUntil }),
        ...this.schedule({ ...wish, weekday, pausedUntil }, undefined),
      });
      if (started) return { token: this.tokens.issue('unsubscribe', started._id) };
    }
    throw conflict('too-many-subscriptions', 'A reader has at most five subscriptions. Change one of them.');
  }

  private wishOf({ cadence, hour, timeZone, weekday, pausedUntil, ...choices }: SubscriptionSettings) {
    const today = localDateAt(this.clock.now(), timeZone);
    if (pausedUntil !== null && pausedUntil > addDays(today, LONGEST_PAUSE_DAYS))
      throw invalid('pause-too-long', 'A pause ends within a year. To stop for good, unsubscribe.');
    return {
      cadence,
      hour,
      timeZone,
      choices,
      weekday: cadence === 'week' && weekday !== null ? weekday : undefined,
      pausedUntil: pausedUntil === null || pausedUntil <= today ? undefined : pausedUntil,
    };
  }

  private schedule(
    { weekday, pausedUntil, ...wish }: ReturnType<ManageSubscription['wishOf']>,
    lastDate: string | undefined,
  ) {
    const timing = { ...wish, ...(weekday === undefined ? {} : { weekday }) };
    const publication = {
      timeZone: this.config.PUBLICATION_TIME_ZONE,
      rollOver: this.config.PUBLICATION_ROLL_OVER,
    };
    return scheduleOf(dueAfterChange(timing, publication, { now: this.clock.now(), pausedUntil, lastDate }));
  }
}

function settingsOf(subscription: Subscription, now: Date): SubscriptionSettings {
  const { cadence, hour, timeZone, weekday = null, pausedUntil, choices = DEFAULT_CHOICES } = subscription;
  const paused = isPaused(subscription, localDateAt(now, timeZone)) && pausedUntil ? pausedUntil : null;
  return { ...choices, cadence, weekday, hour, timeZone, pausedUntil: paused };
}

function toldOf({
  editionId,
  dueAt,
  endedAt,
  state,
  reason,
  returned,
}: Delivery): ManagedSubscription['deliveries'][number] {
  return {
    edition: editionId,
    dueAt: dueAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    state,
    reason: reason ?? null,
    returned: returned
      ? { as: returned.as, status: returned.status ?? null, at: returned.at.toISOString() }
      : null,
  };
}

function ended() {
  return conflict('subscription-ended', 'This subscription has ended. Subscribing again brings it back.');
}

function unknownLink() {
  return notFound('unknown-link', 'This link is not one of ours, or its subscription was forgotten.');
}
