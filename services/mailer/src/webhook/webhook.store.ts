import { Injectable } from '@nestjs/common';
import type { WebhookWish } from '@paperboy/contracts';
import { InjectModel, isDuplicateKey } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import { MOST_WEBHOOKS, newWebhook, type Webhook } from './webhook.js';
import { webhookSchema } from './webhook.schema.js';

/** The webhooks in MongoDB. */
@Injectable()
export class WebhookStore {
  constructor(@InjectModel(webhookSchema) private readonly webhooks: Model<Webhook>) {}

  /** Those of an owner, the oldest first. */
  async of(owner: string): Promise<Webhook[]> {
    return this.webhooks.find({ owner }).sort({ createdAt: 1 }).lean();
  }

  /** All of them, those of one owner together; a few hundred at most are expected. */
  async all(limit: number): Promise<Webhook[]> {
    return this.webhooks.find().sort({ owner: 1, place: 1 }).limit(limit).lean();
  }

  async find(id: string): Promise<Webhook | null> {
    return this.webhooks.findOne({ _id: id }).lean();
  }

  /** Makes one in a place that its owner has left; undefined when there is none. */
  async make(owner: string, wish: WebhookWish, now: Date): Promise<Webhook | undefined> {
    const taken = new Set((await this.of(owner)).map(({ place }) => place));
    for (let place = 0; place < MOST_WEBHOOKS; place++) {
      if (taken.has(place)) continue;
      const webhook = newWebhook(owner, place, wish, now);
      try {
        await this.webhooks.create(webhook);
        return webhook;
      } catch (error) {
        // Another request of the same moment has taken the place.
        if (!isDuplicateKey(error)) throw error;
      }
    }
    return undefined;
  }

  /** Lets one be told again; null when it is not there, or is of another owner. */
  async enable(id: string, owner?: string): Promise<Webhook | null> {
    return this.webhooks
      .findOneAndUpdate(
        owned(id, owner),
        { $set: { state: 'active' }, $unset: { failingSince: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
  }

  /** False when it is not there, or is of another owner. */
  async remove(id: string, owner?: string): Promise<boolean> {
    return (await this.webhooks.deleteOne(owned(id, owner))).deletedCount === 1;
  }

  /** Those that are told of a list's editions. */
  async ofList(list: Webhook['list']): Promise<Webhook[]> {
    return this.webhooks.find({ state: 'active', list }).lean();
  }

  /** Those that are told of papers. */
  async ofPapers(): Promise<Webhook[]> {
    return this.webhooks.find({ state: 'active', votes: trusted({ $gt: 0 }) }).lean();
  }

  /** The last attempt went well. */
  async wentWell(id: string, lastAnswer: string): Promise<void> {
    await this.webhooks.updateOne({ _id: id }, { $set: { lastAnswer }, $unset: { failingSince: 1 } });
  }

  /** The last attempt failed; gives the webhook as it is then, or null when it is gone. */
  async failed(id: string, lastAnswer: string, now: Date): Promise<Webhook | null> {
    await this.webhooks.updateOne(
      { _id: id, failingSince: trusted({ $exists: false }) },
      { $set: { failingSince: now } },
    );
    return this.webhooks
      .findOneAndUpdate({ _id: id }, { $set: { lastAnswer } }, { returnDocument: 'after' })
      .lean();
  }

  /** Tells it no more until it is enabled; false when it was disabled already. */
  async disable(id: string): Promise<boolean> {
    const { modifiedCount } = await this.webhooks.updateOne(
      { _id: id, state: 'active' },
      { $set: { state: 'disabled' } },
    );
    return modifiedCount === 1;
  }
}

function owned(id: string, owner: string | undefined) {
  return { _id: id, ...(owner === undefined ? {} : { owner }) };
}
