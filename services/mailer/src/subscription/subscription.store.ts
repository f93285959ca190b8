import { Inject, Injectable } from '@nestjs/common';
import type { Cadence } from '@paperboy/contracts';
import { isDuplicateKey, MONGO } from '@paperboy/platform';
import type { Connection } from 'mongoose';
import type { Subscriber, Suppression } from '../subscriber/subscriber.js';
import { SUBSCRIBERS } from '../subscriber/subscriber.schema.js';
import { SUPPRESSIONS } from '../subscriber/suppression.schema.js';
import {
  type ConfirmedSubscription,
  newSubscriptionId,
  type Recipient,
  type Subscription,
} from './subscription.js';
import { SUBSCRIPTIONS } from './subscription.schema.js';

/** The end of a page of subscriptions, from which the next page starts. */
export interface PageEnd {
  nextDueAt?: Date;
  id: string;
}

/** The next digest of a subscription after its digest was planned. */
export interface Move {
  subscription: Subscription;
  to: Required<Pick<Subscription, 'next' | 'nextDueAt'>>;
}

/** The subscriptions in MongoDB. */
@Injectable()
export class SubscriptionStore {
  constructor(@Inject(MONGO) private readonly mongo: Connection) {}

  /** Starts the subscription of a slot, or changes the existing one. Repeating it changes nothing more. */
  async start({ subscriberId, slot, ...settings }: ConfirmedSubscription): Promise<void> {
    const start = () =>
      this.subscriptions.updateOne(
        { subscriberId, slot },
        {
          $set: settings,
          $unset: {
            endedAt: '',
            forgetAt: '',
            pausedUntil: '',
            ...(settings.weekday ? {} : { weekday: '' }),
          },
          $setOnInsert: { _id: newSubscriptionId() },
        },
        { upsert: true },
      );
    try {
      await start();
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Another request created it at the same moment, so it exists now and is changed.
      await start();
    }
  }

  /** Starts a subscription in a slot. Undefined when the slot has an active one. */
  async startIn({
    subscriberId,
    slot,
    ...settings
  }: ConfirmedSubscription & Pick<Subscription, 'choices' | 'pausedUntil'>): Promise<
    Subscription | undefined
  > {
    try {
      const started = await this.subscriptions.findOneAndReplace(
        { subscriberId, slot, state: 'ended' },
        { subscriberId, slot, ...settings },
        { returnDocument: 'after' },
      );
      if (started) return started;
      const subscription = { _id: newSubscriptionId(), subscriberId, slot, ...settings };
      await this.subscriptions.insertOne(subscription);
      return subscription;
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  /** The active subscriptions of a subscriber, in the order of their slots. */
  async ofSubscriber(subscriberId: string): Promise<Subscription[]> {
    return this.subscriptions.find({ subscriberId, state: 'active' }).sort({ slot: 1 }).toArray();
  }

  /** All subscriptions of a subscriber, including those that ended within the last thirty days. */
  async allOfSubscriber(subscriberId: string): Promise<Subscription[]> {
    return this.subscriptions.find({ subscriberId }).toArray();
  }

  /** Active subscriptions of all cadences in the order of their ids, without those of the sample. */
  async allActive(after: string | undefined, limit: number): Promise<Subscription[]> {
    const behind = after === undefined ? {} : { _id: { $gt: after } };
    return this.subscriptions
      .find({ ...behind, state: 'active', sample: false })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
  }

  /** Deletes all subscriptions of a subscriber at once. */
  async forget(subscriberId: string): Promise<void> {
    await this.subscriptions.deleteMany({ subscriberId });
  }

  /** Changes an active subscription. False when it has ended. An undefined field is removed. */
  async change(
    id: string,
    settings: Pick<Subscription, 'cadence' | 'hour' | 'timeZone' | 'choices' | 'next' | 'nextDueAt'> & {
      weekday: number | undefined;
      pausedUntil: string | undefined;
    },
  ): Promise<boolean> {
    const { weekday, pausedUntil, ...set } = settings;
    const { matchedCount } = await this.subscriptions.updateOne(
      { _id: id, state: 'active' },
      {
        $set: {
          ...set,
          ...(weekday === undefined ? {} : { weekday }),
          ...(pausedUntil === undefined ? {} : { pausedUntil }),
        },
        $unset: {
          ...(weekday === undefined ? { weekday: '' } : {}),
          ...(pausedUntil === undefined ? { pausedUntil: '' } : {}),
        },
      },
    );
    return matchedCount === 1;
  }

  async find(id: string): Promise<Subscription | null> {
    return this.subscriptions.findOne({ _id: id });
  }

  /** The subscription in a slot of a subscriber. */
  async inSlot(subscriberId: string, slot: string): Promise<Subscription | null> {
    return this.subscriptions.findOne({ subscriberId, slot });
  }

  /**
   * By subscription id: the facts that decide whether a digest may go to its reader. An id without a subscription is
   * left out.
   */
  async recipients(ids: readonly string[]): Promise<Map<string, Recipient>> {
    const found = await this.subscriptions
      .find(
        { _id: { $in: [...ids] } },
        { projection: { subscriberId: 1, state: 1, choices: 1, pausedUntil: 1 } },
      )
      .toArray();
    const readers = { _id: { $in: found.map(({ subscriberId }) => subscriberId) } };
    const [subscribers, suppressions] = await Promise.all([
      this.mongo.collection<Subscriber>(SUBSCRIBERS).find(readers).toArray(),
      this.mongo.collection<Suppression>(SUPPRESSIONS).find(readers).toArray(),
    ]);
    const subscriberOf = new Map(subscribers.map((subscriber) => [subscriber._id, subscriber]));
    const suppressionOf = new Map(suppressions.map((suppression) => [suppression._id, suppression]));
    return new Map(
      found.map((subscription) => {
        const { _id, subscriberId } = subscription;
        const subscriber = subscriberOf.get(subscriberId);
        return [_id, { subscription, subscriber, suppression: suppressionOf.get(subscriberId) }];
      }),
    );
  }

  /** The choices of the active ones among some subscriptions. Undefined for a reader who has chosen nothing. */
  async choices(ids: readonly string[]): Promise<Subscription['choices'][]> {
    const found = await this.subscriptions
      .find({ _id: { $in: [...ids] }, state: 'active' }, { projection: { choices: 1 } })
      .toArray();
    return found.map(({ choices }) => choices);
  }

  /** Ends a subscription at once. MongoDB deletes it at `forgetAt`. */
  async end(id: string, now: Date, forgetAt: Date): Promise<void> {
    await this.subscriptions.updateOne(
      { _id: id, state: 'active' },
      { $set: { state: 'ended', endedAt: now, forgetAt }, $unset: { next: '', nextDueAt: '' } },
    );
  }

  /** Whether a subscriber has an active subscription. */
  async hasActive(subscriberId: string): Promise<boolean> {
    return (
      (await this.subscriptions.findOne({ subscriberId, state: 'active' }, { projection: { _id: 1 } })) !==
      null
    );
  }

  /** The number of active subscriptions of a cadence. */
  async countActive(cadence: Cadence): Promise<number> {
    return this.subscriptions.countDocuments({ cadence, state: 'active' });
  }

  /**
   * A page of the subscriptions whose digest is due, the longest waiting first. `after` is the end of the page before.
   */
  async due(now: Date, after: PageEnd | undefined, limit: number): Promise<Subscription[]> {
    const behind = after
      ? {
          $or: [
            { nextDueAt: { $gt: after.nextDueAt } },
            { nextDueAt: after.nextDueAt, _id: { $gt: after.id } },
          ],
        }
      : {};
    return this.subscriptions
      .find({ state: 'active', nextDueAt: { $lte: now }, ...behind })
      .sort({ nextDueAt: 1, _id: 1 })
      .limit(limit)
      .toArray();
  }

  /** Active subscriptions of a cadence in the order of their ids. */
  async active(cadence: Cadence, after: PageEnd | undefined, limit: number): Promise<Subscription[]> {
    return this.subscriptions
      .find({ cadence, state: 'active', ...(after ? { _id: { $gt: after.id } } : {}) })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
  }

  /** Moves subscriptions on to their next digest, except those whose next digest has changed meanwhile. */
  async move(moves: readonly Move[]): Promise<void> {
    if (moves.length === 0) return;
    await this.subscriptions.bulkWrite(
      moves.map(({ subscription, to }) => ({
        updateOne: {
          filter: { _id: subscription._id, state: 'active', nextDueAt: subscription.nextDueAt },
          update: { $set: to },
        },
      })),
      { ordered: false },
    );
  }

  /** Deletes the sample's subscriptions. */
  async removeSample(): Promise<void> {
    await this.subscriptions.deleteMany({ sample: true });
  }

  private get subscriptions() {
    return this.mongo.collection<Subscription>(SUBSCRIPTIONS);
  }
}
