import { Inject, Injectable } from '@nestjs/common';
import {
  DEFAULT_CHOICES,
  type ManagedSubscription,
  maskedAddress,
  type OwnDigests,
  type SubscriptionSettings,
} from '@paperboy/contracts';
import { Clock, CONFIG, conflict, invalid, notFound } from '@paperboy/platform';
import { localDateAt } from '../due/due.js';
import { addDays } from '../due/local-date.js';
import type { Delivery } from '../ledger/delivery.js';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { LinkTokens, settingsLinkEnd } from '../letter/link-tokens.js';
import type { MailerConfig } from '../mailer.config.js';
import { SETTINGS_LINK_KEPT_MS } from '../message/message.js';
import { MessageStore } from '../message/message.store.js';
import { AddressIds } from '../subscriber/address.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { KeywordCheck } from './keyword-check.client.js';
import { ADDED_SLOTS, dueAfterChange, isPaused, type Subscription, scheduleOf } from './subscription.js';
import { SubscriptionStore } from './subscription.store.js';

const SHOWN_DELIVERIES = 30;
const LONGEST_PAUSE_DAYS = 366;
const HOUR_MS = 3_600_000;

/** Shows and changes the subscription that a link in a mail belongs to. */
@Injectable()
export class ManageSubscription {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly subscribers: SubscriberStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly deliveries: DeliveryStore,
    private readonly keywords: KeywordCheck,
    private readonly tokens: LinkTokens,
    private readonly messages: MessageStore,
    private readonly ids: AddressIds,
    private readonly clock: Clock,
  ) {}

  /**
   * The subscription of a settings link. Throws a 404 Problem: `link-ended` for a link that is too old or can only
   * unsubscribe, `unknown-link` for any other, and when the subscription is already deleted.
   */
  async find(token: string): Promise<Subscription> {
    const read = this.tokens.readUntil('settings', token);
    if (read === undefined && this.tokens.read('unsubscribe', token) === undefined) throw unknownLink();
    if (read === undefined || read.until <= this.clock.now()) throw linkEnded();
    const subscription = await this.subscriptions.find(read.id);
    if (!subscription) throw unknownLink();
    return subscription;
  }

  /**
   * Mails the reader of a subscription a new settings link, at most once an hour. The token may be that of an old
   * settings link or of an unsubscribe link. Throws a 404 Problem `unknown-link`.
   */
  async sendLink(token: string): Promise<void> {
    const id = this.tokens.readUntil('settings', token)?.id ?? this.tokens.read('unsubscribe', token);
    const subscription = id === undefined ? null : await this.subscriptions.find(id);
    if (!subscription) throw unknownLink();
    const now = this.clock.now();
    await this.messages.add({
      _id: this.ids.settingsLink(subscription._id, Math.floor(now.getTime() / HOUR_MS)),
      kind: 'settings-link',
      subscriberId: subscription.subscriberId,
      subscriptionId: subscription._id,
      expiresAt: new Date(now.getTime() + SETTINGS_LINK_KEPT_MS),
      state: 'claimed',
      dueAt: now,
      attempts: 0,
      nextAttemptAt: now,
    });
  }

  /**
   * The active subscriptions of an address, each with a settings token that is valid until the end of the day (UTC).
   */
  async ofAddress(address: string): Promise<OwnDigests> {
    const now = this.clock.now();
    const found = await this.subscriptions.ofSubscriber(this.ids.subscriber(address));
    return {
      digests: found.map((subscription) => ({
        token: this.tokens.issueUntil('settings', subscription._id, now),
        settings: settingsOf(subscription, now),
        next: nextOf(subscription),
      })),
    };
  }

  /** The view of a subscription and its last deliveries. Throws as `find`. */
  async view(token: string): Promise<ManagedSubscription> {
    const subscription = await this.find(token);
    const [subscriber, active, deliveries] = await Promise.all([
      this.subscribers.find(subscription.subscriberId),
      this.subscriptions.ofSubscriber(subscription.subscriberId),
      this.deliveries.newest(subscription._id, SHOWN_DELIVERIES),
    ]);
    if (!subscriber) throw unknownLink();
    return {
      status: subscription.state,
      maskedAddress: maskedAddress(subscriber.address),
      settings: settingsOf(subscription, this.clock.now()),
      next: nextOf(subscription),
      digests: active.length,
      unsubscribeToken: this.tokens.issue('unsubscribe', subscription._id),
      deliveries: deliveries.map(toldOf),
    };
  }

  /**
   * Replaces all settings of a subscription. Throws as `find`, a 400 `pause-too-long` or `unreadable-keyword`, and a
   * 409 `subscription-ended`, since new settings must not bring back a reader who has left.
   */
  async change(token: string, settings: SubscriptionSettings): Promise<ManagedSubscription> {
    const subscription = await this.find(token);
    const wish = this.wishOf(settings);
    await this.keywords.check(wish.choices, subscription.choices);
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
    const { subscriberId, state, sample, choices } = await this.find(token);
    if (state === 'ended') throw ended();
    await this.keywords.check(this.wishOf(settings).choices, choices);
    for (const slot of ADDED_SLOTS) {
      const started = await this.startIn({ subscriberId, slot, sample }, settings);
      if (started) return { token: this.lastingToken(started) };
    }
    throw tooManySubscriptions();
  }

  /**
   * Starts a subscription in a slot of a confirmed subscriber. Undefined when the slot has an active one. Throws a 400
   * Problem `pause-too-long`. Does not check the keywords.
   */
  async startIn(
    place: Pick<Subscription, 'subscriberId' | 'slot' | 'sample'>,
    settings: SubscriptionSettings,
  ): Promise<Subscription | undefined> {
    const { weekday, pausedUntil, ...wish } = this.wishOf(settings);
    return this.subscriptions.startIn({
      ...place,
      state: 'active',
      ...wish,
      ...(weekday === undefined ? {} : { weekday }),
      ...(pausedUntil === undefined ? {} : { pausedUntil }),
      ...this.schedule({ ...wish, weekday, pausedUntil }, undefined),
    });
  }

  /** A settings token that is valid as long as that in a mail of today. */
  lastingToken({ _id }: Pick<Subscription, '_id'>): string {
    return this.tokens.issueUntil('settings', _id, settingsLinkEnd(this.clock.now()));
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

/** The refusal of a further subscription. */
export function tooManySubscriptions() {
  return conflict('too-many-subscriptions', 'A reader has at most five subscriptions. Change one of them.');
}

/** The settings of a subscription as its reader sees them. A pause that is over is not shown. */
export function settingsOf(subscription: Subscription, now: Date): SubscriptionSettings {
  const { cadence, hour, timeZone, weekday = null, pausedUntil, choices } = subscription;
  const paused = isPaused(subscription, localDateAt(now, timeZone)) && pausedUntil ? pausedUntil : null;
  return { ...DEFAULT_CHOICES, ...choices, cadence, weekday, hour, timeZone, pausedUntil: paused };
}

function toldOf({
  editionId,
  dueAt,
  endedAt,
  state,
  reason,
  recordId,
  returned,
}: Delivery): ManagedSubscription['deliveries'][number] {
  return {
    edition: editionId,
    dueAt: dueAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    state,
    reason: reason ?? null,
    remembered: recordId !== undefined,
    returned: returned
      ? { as: returned.as, status: returned.status ?? null, at: returned.at.toISOString() }
      : null,
  };
}

function nextOf({ next, nextDueAt }: Subscription): ManagedSubscription['next'] {
  return next && nextDueAt ? { localDate: next.localDate, dueAt: nextDueAt.toISOString() } : null;
}

function linkEnded() {
  return notFound(
    'link-ended',
    'This link no longer opens the settings. A new one can be sent to its reader.',
  );
}

function ended() {
  return conflict('subscription-ended', 'This subscription has ended. Subscribing again brings it back.');
}

function unknownLink() {
  return notFound('unknown-link', 'This link is not one of ours, or its subscription was forgotten.');
}
