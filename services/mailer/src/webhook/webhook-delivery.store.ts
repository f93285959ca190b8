import { Injectable } from '@nestjs/common';
import { InjectModel } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import type { WebhookDelivery } from './webhook.js';
import { webhookDeliverySchema } from './webhook.schema.js';

/** The webhook deliveries in MongoDB. */
@Injectable()
export class WebhookDeliveryStore {
  constructor(@InjectModel(webhookDeliverySchema) private readonly rows: Model<WebhookDelivery>) {}

  /** Adds deliveries. Existing ones stay as they are. */
  async plan(deliveries: readonly WebhookDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await this.rows.bulkWrite(
      deliveries.map(({ _id, ...row }) => ({
        updateOne: { filter: { _id }, update: { $setOnInsert: row }, upsert: true },
      })),
      { ordered: false },
    );
  }

  /** Those of some ids that no delivery has yet. */
  async unplanned(ids: readonly string[]): Promise<Set<string>> {
    const found = await this.rows.find({ _id: trusted({ $in: ids }) }, { _id: 1 }).lean();
    const planned = new Set(found.map(({ _id }) => _id));
    return new Set(ids.filter((id) => !planned.has(id)));
  }

  /**
   * Joins further due papers of the webhook to the first attempt of a delivery, so that one message tells all of them.
   * Returns the joined deliveries. A later attempt has the same ones, since its message has the same id.
   */
  async join(leader: WebhookDelivery, now: Date, limit: number): Promise<WebhookDelivery[]> {
    if (leader.attempts === 1) {
      const untold = { state: 'claimed', attempts: 0, nextAttemptAt: trusted({ $lte: now }) } as const;
      const found = await this.rows
        .find({ webhookId: leader.webhookId, paper: trusted({ $exists: true }), ...untold }, { _id: 1 })
        .sort({ plannedAt: 1 })
        .limit(limit)
        .lean();
      const ids = found.map(({ _id }) => _id);
      await this.rows.updateMany(
        { _id: trusted({ $in: ids }), ...untold },
        { $set: { state: 'joined', joinedTo: leader._id } },
      );
    }
    return this.rows.find({ joinedTo: leader._id, state: 'joined' }).sort({ _id: 1 }).lean();
  }

  /** The ids of deliveries that are due, the longest waiting first. */
  async due(now: Date, limit: number): Promise<string[]> {
    const found = await this.rows
      .find({ state: 'claimed', nextAttemptAt: trusted({ $lte: now }) }, { _id: 1 })
      .sort({ nextAttemptAt: 1 })
      .limit(limit)
      .lean();
    return found.map(({ _id }) => _id);
  }

  /** Takes a delivery for an attempt. Null when it is not due. No other worker can take it before `until`. */
  async take(id: string, now: Date, until: Date): Promise<WebhookDelivery | null> {
    return this.rows
      .findOneAndUpdate(
        { _id: id, state: 'claimed', nextAttemptAt: trusted({ $lte: now }) },
        { $set: { nextAttemptAt: until }, $inc: { attempts: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
  }

  /** Ends a delivery, and before it those that are joined to it. */
  async end(id: string, state: 'delivered' | 'failed' | 'skipped', now: Date): Promise<void> {
    await this.rows.updateMany({ joinedTo: id, state: 'joined' }, { $set: { state, endedAt: now } });
    await this.rows.updateOne({ _id: id, state: 'claimed' }, { $set: { state, endedAt: now } });
  }

  /** Sets the time of a delivery's next attempt. */
  async postpone(id: string, until: Date): Promise<void> {
    await this.rows.updateOne({ _id: id, state: 'claimed' }, { $set: { nextAttemptAt: until } });
  }
}
