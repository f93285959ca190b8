import { Injectable } from '@nestjs/common';
import { InjectModel } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import type { WebhookDelivery } from './webhook.js';
import { webhookDeliverySchema } from './webhook.schema.js';

/** What webhooks are told of, in MongoDB. */
@Injectable()
export class WebhookDeliveryStore {
  constructor(@InjectModel(webhookDeliverySchema) private readonly rows: Model<WebhookDelivery>) {}

  /** Writes down what is to be told; what is there already stays as it is. */
  async plan(deliveries: readonly WebhookDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await this.rows.bulkWrite(
      deliveries.map(({ _id, ...row }) => ({
        updateOne: { filter: { _id }, update: { $setOnInsert: row }, upsert: true },
      })),
      { ordered: false },
    );
  }

  /** Ids of what is to be told now. */
  async due(now: Date, limit: number): Promise<string[]> {
    const found = await this.rows
      .find({ state: 'claimed', nextAttemptAt: trusted({ $lte: now }) }, { _id: 1 })
      .sort({ nextAttemptAt: 1 })
      .limit(limit)
      .lean();
    return found.map(({ _id }) => _id);
  }

  /** Takes one for an attempt, if it is due; nobody else takes it before `until`. */
  async take(id: string, now: Date, until: Date): Promise<WebhookDelivery | null> {
    return this.rows
      .findOneAndUpdate(
        { _id: id, state: 'claimed', nextAttemptAt: trusted({ $lte: now }) },
        { $set: { nextAttemptAt: until }, $inc: { attempts: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
  }

  /** Ends one. */
  async end(id: string, state: 'delivered' | 'failed' | 'skipped', now: Date): Promise<void> {
    await this.rows.updateOne({ _id: id, state: 'claimed' }, { $set: { state, endedAt: now } });
  }

  /** Has one tried again at a moment. */
  async postpone(id: string, until: Date): Promise<void> {
    await this.rows.updateOne({ _id: id, state: 'claimed' }, { $set: { nextAttemptAt: until } });
  }
}
