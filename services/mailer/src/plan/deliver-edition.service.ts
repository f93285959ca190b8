import { Inject, Injectable } from '@nestjs/common';
import { type Cadence, maskedAddress } from '@paperboy/contracts';
import { Clock, CONFIG, Log, notFound } from '@paperboy/platform';
import { editionEnd, localDateAt, momentOfEdition, type PublicationDay } from '../due/due.js';
import { KnownEditionStore } from '../edition/known-edition.store.js';
import type { Plan } from '../ledger/delivery.js';
import { DeliveryStore } from '../ledger/delivery.store.js';
import type { MailerConfig } from '../mailer.config.js';
import type { Subscriber } from '../subscriber/subscriber.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { isPaused, mayComeWithoutEdition, type Subscription } from '../subscription/subscription.js';
import { type PageEnd, SubscriptionStore } from '../subscription/subscription.store.js';
import { type LastDigest, type NotNow, reasonNotToDeliver } from './fitness.js';

const PAGE = 500;
const LISTED = 1_000;

/** The options of a delivery by command. */
export interface DeliveryOrder {
  /**
   * Sends old digests too: editions that ended before the reader confirmed, that are older than the reader's newest
   * one, or that are more than 12 h late.
   */
  late: boolean;
  /** Only reports what would be done. An edition that is still open counts as closed now. */
  dryRun: boolean;
}

/** The result of a delivery by command, for the subscriptions of the edition's cadence. */
export interface DeliveryPlan {
  planned: number;
  alreadyPlanned: number;
  /** The number of subscriptions that do not get it, by reason. */
  left: Partial<Record<NotNow, number>>;
  /** In a dry run: the first thousand subscriptions, each with what would become of it. */
  subscriptions?: {
    subscription: string;
    address?: string;
    digest: 'planned' | 'already-planned' | NotNow;
  }[];
}

/** The part of an edition that a delivery by command needs. */
interface Target {
  id: string;
  cadence: Cadence;
  cutoffAt: Date;
  empty: boolean;
}

/** Delivers an edition by an operator's command: at once, and not at each subscriber's hour. */
@Injectable()
export class DeliverEdition {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly subscribers: SubscriberStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly deliveries: DeliveryStore,
    private readonly editions: KnownEditionStore,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Adds a row for every active subscription of the edition's cadence that may get it now and has no row for it yet.
   * Throws a 404 Problem `edition-not-closed` while the edition is open, except in a dry run.
   */
  async deliver(editionId: string, order: DeliveryOrder): Promise<DeliveryPlan> {
    const target = await this.target(editionId, order);
    const plan: DeliveryPlan = { planned: 0, alreadyPlanned: 0, left: {} };
    if (order.dryRun) plan.subscriptions = [];
    let after: PageEnd | undefined;
    for (;;) {
      const page = await this.subscriptions.active(target.cadence, after, PAGE);
      await this.deliverPage(page, target, order, plan);
      const last = page.at(-1);
      if (!last || page.length < PAGE) break;
      after = { id: last._id };
    }
    const { subscriptions: _listed, ...counts } = plan;
    if (!order.dryRun)
      this.log.info({ editionId, ...order, ...counts }, 'An edition was delivered by command.');
    return plan;
  }

  private async deliverPage(
    page: readonly Subscription[],
    target: Target,
    order: DeliveryOrder,
    plan: DeliveryPlan,
  ): Promise<void> {
    const now = this.clock.now();
    const ids = page.map(({ _id }) => _id);
    const [planned, last, subscribers] = await Promise.all([
      this.deliveries.planned(target.id, ids, order.late),
      this.deliveries.last(ids, target.cadence),
      this.subscribers.byId(page.map(({ subscriberId }) => subscriberId)),
    ]);
    const plans: Plan[] = [];
    for (const subscription of page) {
      const subscriber = subscribers.get(subscription.subscriberId);
      const known = planned.has(subscription._id);
      const ownMoment = momentOfEdition(subscription, this.publication, target.id);
      const today = localDateAt(now, subscription.timeZone);
      const reason = known
        ? 'already-planned'
        : this.reason(subscription, subscriber, last.get(subscription._id), target, ownMoment, order.late);
      if (plan.subscriptions && plan.subscriptions.length < LISTED)
        plan.subscriptions.push({
          subscription: subscription._id,
          ...(subscriber ? { address: maskedAddress(subscriber.address) } : {}),
          digest: reason ?? 'planned',
        });
      if (reason === 'already-planned') plan.alreadyPlanned += 1;
      else if (reason) plan.left[reason] = (plan.left[reason] ?? 0) + 1;
      else
        plans.push({
          subscriptionId: subscription._id,
          editionId: target.id,
          localDate: today,
          // So the delivery is given up twelve hours after the reader's own hour, not after the command.
          dueAt: ownMoment && ownMoment < now && !order.late && !subscription.sample ? ownMoment : now,
          sample: subscription.sample,
          ...(order.late ? { late: true } : {}),
          ...(target.empty && !mayComeWithoutEdition(subscription)
            ? { skipped: 'nothing-new' as const }
            : {}),
        });
    }
    if (order.dryRun) {
      plan.planned += plans.length;
      return;
    }
    const written = await this.deliveries.plan(plans, now);
    plan.planned += written.planned;
    plan.alreadyPlanned += written.alreadyPlanned;
  }

  private reason(
    subscription: Subscription,
    subscriber: Subscriber | undefined,
    last: LastDigest | undefined,
    target: Target,
    ownMoment: Date | undefined,
    late: boolean,
  ): NotNow | undefined {
    // The sample's reader is created again at each start, and must find a digest at any time of day.
    if (subscription.sample) return undefined;
    const now = this.clock.now();
    const today = localDateAt(now, subscription.timeZone);
    if (isPaused(subscription, today)) return 'paused';
    const facts = { editionId: target.id, cutoffAt: target.cutoffAt, ownMoment, last, today };
    return reasonNotToDeliver({ ...facts, confirmedAt: subscriber?.confirmedAt }, late, now);
  }

  private async target(id: string, { dryRun }: DeliveryOrder): Promise<Target> {
    const edition = await this.editions.closed(id);
    if (edition)
      return {
        id,
        cadence: edition.cadence,
        cutoffAt: new Date(edition.cutoffAt),
        empty: edition.papers === 0,
      };
    if (!dryRun) throw notFound('edition-not-closed', `The edition ${id} is not closed.`);
    const now = this.clock.now();
    const end = editionEnd(id, this.publication);
    const cadence = id.slice(0, id.indexOf('-')) as Cadence;
    return { id, cadence, cutoffAt: end < now ? end : now, empty: false };
  }

  private get publication(): PublicationDay {
    return { timeZone: this.config.PUBLICATION_TIME_ZONE, rollOver: this.config.PUBLICATION_ROLL_OVER };
  }
}
