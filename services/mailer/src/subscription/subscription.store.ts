import { Inject, Injectable } from '@nestjs/common';
import { MONGO } from '@paperboy/platform';
import type { Connection } from 'mongoose';
import type { Cadence } from '../due/due.js';
import {
  FORGOTTEN_AFTER_MS,
  type Recipient,
  type Subscriber,
  type Subscription,
  type Suppression,
} from './subscription.js';

/** Where a page of subscriptions ended. */
export interface PageEnd {
  nextDueAt?: Date;
  id: string;
}

/** How a subscription moves on after its digest was planned. */
export interface Move {
  subscription: Subscription;
  to: Required<Pick<Subscription, 'next' | 'nextDueAt'>>;
}

/** Subscribers, their subscriptions and the suppressed addresses in MongoDB. */
@Injectable()
export class SubscriptionStore {
  constructor(@Inject(MONGO) private readonly mongo: Connection) {}

  /** Puts a confirmed subscriber and subscription in place; doing it again changes nothing more. */
  async confirm(subscriber: Subscriber, subscription: Subscription): Promise<void> {
    const { _id: subscriberId, ...who } = subscriber;
    await this.subscribers.updateOne(
      { _id: subscriberId },
      { $set: who, $unset: { forgetAt: '' } },
      { upsert: true },
    );
    // Who confirms has read our mail, so an older bounce is no longer true.
    await this.suppressions.deleteOne({ _id: subscriberId, reason: 'bounced' });
    const { _id, ...what } = subscription;
    await this.subscriptions.updateOne(
      { _id },
      { $set: what, $unset: { endedAt: '', forgetAt: '' } },
      { upsert: true },
    );
  }

  async find(id: string): Promise<{ subscription: Subscription; subscriber: Subscriber | null } | undefined> {
    const subscription = await this.subscriptions.findOne({ _id: id });
    if (!subscription) return undefined;
    return { subscription, subscriber: await this.subscribers.findOne({ _id: subscription.subscriberId }) };
  }

  /** What decides whether a digest may go to its reader, in one reading. */
  async recipient(id: string): Promise<Recipient | undefined> {
    const [found] = await this.subscriptions
      .aggregate<Subscription & { subscribers: Subscriber[]; suppressions: Suppression[] }>([
        { $match: { _id: id } },
        {
          $lookup: {
            from: 'subscribers',
            localField: 'subscriberId',
            foreignField: '_id',
            as: 'subscribers',
          },
        },
        {
          $lookup: {
            from: 'suppressions',
            localField: 'subscriberId',
            foreignField: '_id',
            as: 'suppressions',
          },
        },
      ])
      .toArray();
    if (!found) return undefined;
    return { subscription: found, subscriber: found.subscribers[0], suppression: found.suppressions[0] };
  }

  /** Ends a subscription at once; when it was the last one, the address is forgotten after a while. */
  async end(subscription: Subscription, now: Date): Promise<void> {
    const forgetAt = new Date(now.getTime() + FORGOTTEN_AFTER_MS);
    const subscriber = await this.subscribers.findOne({ _id: subscription.subscriberId });
    await this.subscriptions.updateOne(
      { _id: subscription._id, state: 'active' },
      { $set: { state: 'ended', endedAt: now, forgetAt }, $unset: { next: '', nextDueAt: '' } },
    );
    const left = await this.subscriptions.countDocuments({
      subscriberId: subscription.subscriberId,
      state: 'active',
    });
    if (!subscriber || left > 0) return;
    // Only if nobody confirmed again meanwhile.
    await this.subscribers.updateOne(
      { _id: subscriber._id, confirmedAt: subscriber.confirmedAt },
      { $set: { forgetAt } },
    );
  }

  /** Subscriptions whose digest is due, those that wait longest first, behind the end of the page before. */
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

  /** Subscribers by their ids. */
  async subscribersOf(ids: readonly string[]): Promise<Map<string, Subscriber>> {
    const found = await this.subscribers.find({ _id: { $in: [...ids] } }).toArray();
    return new Map(found.map((subscriber) => [subscriber._id, subscriber]));
  }

  /** Moves subscriptions on to their next digest; one whose settings changed meanwhile knows its own next digest. */
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

  /** Forgets the sample's subscribers. */
  async removeSample(): Promise<void> {
    await this.subscriptions.deleteMany({ sample: true });
    await this.subscribers.deleteMany({ sample: true });
  }

  private get subscribers() {
    return this.mongo.collection<Subscriber>('subscribers');
  }

  private get subscriptions() {
    return this.mongo.collection<Subscription>('subscriptions');
  }

  private get suppressions() {
    return this.mongo.collection<Suppression>('suppressions');
  }
}
