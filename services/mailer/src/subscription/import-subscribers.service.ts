import { Inject, Injectable } from '@nestjs/common';
import {
  DEFAULT_CHOICES,
  type ExportedSubscription,
  type ImportedSubscription,
  type SubscriptionSettings,
} from '@paperboy/contracts';
import { Clock, CONFIG, Problem } from '@paperboy/platform';
import type { MailerConfig } from '../mailer.config.js';
import { AddressIds } from '../subscriber/address.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { SuppressionStore } from '../subscriber/suppression.store.js';
import { KeywordCheck } from './keyword-check.client.js';
import { dueAfterChange, formSlot, type Subscription, scheduleOf } from './subscription.js';
import { SubscriptionStore } from './subscription.store.js';

/** The result of importing a row. */
export type ImportResult =
  | { outcome: 'new' | 'known' }
  | { outcome: 'refused'; code: string; detail: string };

/** Imports subscriptions of people who agreed elsewhere, and exports the active ones. */
@Injectable()
export class ImportSubscribers {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly subscribers: SubscriberStore,
    private readonly suppressions: SuppressionStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly keywords: KeywordCheck,
    private readonly ids: AddressIds,
    private readonly clock: Clock,
  ) {}

  /** Imports one subscription. Repeating it, also after a kill in between, changes nothing more. */
  async take({ address, consentedAt, settings, slot }: ImportedSubscription): Promise<ImportResult> {
    const now = this.clock.now();
    const consented = new Date(consentedAt);
    if (consented > now) return refused('consent-in-future', 'The date of the consent is in the future.');
    const subscriberId = this.ids.subscriber(address);
    if (await this.suppressions.find(subscriberId))
      return refused('suppressed', 'The address is suppressed: "npx paperboy suppressions lift" ends that.');
    const all = await this.subscriptions.allOfSubscriber(subscriberId);
    const wanted = slot ?? formSlot(settings);
    if (all.some((known) => known.slot === wanted && known.state === 'active')) return { outcome: 'known' };
    if (all.some(({ endedAt }) => endedAt !== undefined && endedAt >= consented))
      return refused('has-left', 'Its owner has unsubscribed since the consent.');
    const { cadence, hour, timeZone, weekday, pausedUntil, ...choices } = settings;
    try {
      await this.keywords.check(choices, undefined);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 400) throw error;
      return refused(error.code, error.detail);
    }
    if (!all.some(({ state }) => state === 'active'))
      await this.subscribers.confirm({
        _id: subscriberId,
        address,
        timeZone,
        confirmedAt: consented,
        sample: false,
      });
    const started = await this.subscriptions.startIn({
      subscriberId,
      slot: wanted,
      state: 'active',
      sample: false,
      cadence,
      hour,
      timeZone,
      choices,
      ...(cadence === 'week' && weekday !== null ? { weekday } : {}),
      ...(pausedUntil === null ? {} : { pausedUntil }),
      ...this.schedule(settings, now),
    });
    return { outcome: started ? 'new' : 'known' };
  }

  /** A page of the active subscriptions after an id, without those of the sample. */
  async page(after: string | undefined, limit: number): Promise<ExportedSubscription[]> {
    const page = await this.subscriptions.allActive(after, limit);
    const subscribers = await this.subscribers.byId(page.map(({ subscriberId }) => subscriberId));
    return page.flatMap((subscription) => {
      const subscriber = subscribers.get(subscription.subscriberId);
      if (!subscriber) return [];
      const { _id, slot } = subscription;
      const { address, confirmedAt } = subscriber;
      const consentedAt = confirmedAt.toISOString();
      return [{ id: _id, address, consentedAt, settings: settingsIn(subscription), slot }];
    });
  }

  private schedule({ cadence, hour, timeZone, weekday, pausedUntil }: SubscriptionSettings, now: Date) {
    const timing = {
      cadence,
      hour,
      timeZone,
      ...(cadence === 'week' && weekday !== null ? { weekday } : {}),
    };
    const publication = {
      timeZone: this.config.PUBLICATION_TIME_ZONE,
      rollOver: this.config.PUBLICATION_ROLL_OVER,
    };
    return scheduleOf(dueAfterChange(timing, publication, { now, pausedUntil: pausedUntil ?? undefined }));
  }
}

function settingsIn(subscription: Subscription): SubscriptionSettings {
  const { cadence, weekday = null, hour, timeZone, pausedUntil = null, choices } = subscription;
  return { ...DEFAULT_CHOICES, ...choices, cadence, weekday, hour, timeZone, pausedUntil };
}

function refused(code: string, detail: string): ImportResult {
  return { outcome: 'refused', code, detail };
}
