import { Injectable } from '@nestjs/common';
import { InjectModel } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import type { Subscriber, Suppression } from './subscriber.js';
import { subscriberSchema } from './subscriber.schema.js';
import { suppressionSchema } from './suppression.schema.js';

/** The subscribers in MongoDB. A confirmation also ends a suppression for a bounce. */
@Injectable()
export class SubscriberStore {
  constructor(
    @InjectModel(subscriberSchema) private readonly subscribers: Model<Subscriber>,
    @InjectModel(suppressionSchema) private readonly suppressions: Model<Suppression>,
  ) {}

  /** Stores a confirmed subscriber. Repeating it changes nothing. */
  async confirm({ _id, ...subscriber }: Subscriber): Promise<void> {
    await this.subscribers.updateOne(
      { _id },
      { $set: subscriber, $unset: { forgetAt: '' } },
      { upsert: true },
    );
    // A reader who confirms has read our mail, so an older bounce is outdated.
    await this.suppressions.deleteOne({ _id, reason: 'bounced' });
  }

  async find(id: string): Promise<Subscriber | null> {
    return this.subscribers.findOne({ _id: id }).lean();
  }

  /** Subscribers by their ids. */
  async byId(ids: readonly string[]): Promise<Map<string, Subscriber>> {
    const found = await this.subscribers.find({ _id: trusted({ $in: [...ids] }) }).lean();
    return new Map(found.map((subscriber) => [subscriber._id, subscriber]));
  }

  /** Sets the time at which an address is deleted, unless its subscriber has confirmed again meanwhile. */
  async forgetAt({ _id, confirmedAt }: Subscriber, forgetAt: Date): Promise<void> {
    await this.subscribers.updateOne({ _id, confirmedAt }, { $set: { forgetAt } });
  }

  /** Deletes a subscriber at once. */
  async forget(id: string): Promise<void> {
    await this.subscribers.deleteOne({ _id: id });
  }

  /** Deletes the sample's subscribers. */
  async removeSample(): Promise<void> {
    await this.subscribers.deleteMany({ sample: true });
  }
}
