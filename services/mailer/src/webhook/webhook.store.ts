import { Injectable } from '@nestjs/common';
import type { WebhookWish } from '@paperboy/contracts';
import { InjectModel, isDuplicateKey } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import { MOST_WEBHOOKS, newWebhook, type Webhook } from './webhook.js';
import { webhookSchema } from './webhook.schema.js';

const NO_SEARCH = { search: trusted({ $exists: false }) };

/** The webhooks in MongoDB. */
@Injectable()
export class WebhookStore {
  constructor(@InjectModel(webhookSchema) private readonly webhooks: Model<Webhook>) {}

  /** The webhooks of an owner, the oldest first. */
  async of(owner: string): Promise<Webhook[]> {
    return this.webhooks.find({ owner }).sort({ createdAt: 1 }).lean();
  }

  /** All webhooks, grouped by owner. A few hundred at most are expected. */
  async all(limit: number): Promise<Webhook[]> {
    return this.webhooks.find().sort({ owner: 1, place: 1 }).limit(limit).lean();
  }

  async find(id: string): Promise<Webhook | null> {
    return this.webhooks.findOne({ _id: id }).lean();
  }

  /** Creates a webhook in a free place of its owner. Undefined when no place is free. */
  async make(owner: string, wish: WebhookWish, now: Date): Promise<Webhook | undefined> {
    const taken = new Set((await this.of(owner)).map(({ place }) => place));
    for (let place = 0; place < MOST_WEBHOOKS; place++) {
      if (taken.has(place)) continue;
      const webhook = newWebhook(owner, place, wish, now);
      try {
        await this.webhooks.create(webhook);
        return webhook;
      } catch (error) {
        // Another request has taken the place at the same moment.
        if (!isDuplicateKey(error)) throw error;
      }
    }
    return undefined;
  }

  /** Enables a webhook. Null when it does not exist, or has another owner. */
  async enable(id: string, owner?: string): Promise<Webhook | null> {
    return this.webhooks
      .findOneAndUpdate(
        owned(id, owner),
        // Papers that its search has found meanwhile are not new any more.
        {
          $set: { state: 'active' },
          $unset: { failingSince: 1, searchedAt: 1, disabledAt: 1, noticeDueAt: 1 },
        },
        { returnDocument: 'after' },
      )
      .lean();
  }

  /** Removes a webhook. False when it does not exist, or has another owner. */
  async remove(id: string, owner?: string): Promise<boolean> {
    return (await this.webhooks.deleteOne(owned(id, owner))).deletedCount === 1;
  }

  /** Deletes all webhooks of an owner. */
  async forget(owner: string): Promise<void> {
    await this.webhooks.deleteMany({ owner });
  }

  /** The active webhooks that are told of a list's editions. */
  async ofList(list: Webhook['list']): Promise<Webhook[]> {
    return this.webhooks.find({ state: 'active', list, ...NO_SEARCH }).lean();
  }

  /** The active webhooks that are told of papers of the day. */
  async ofPapers(): Promise<Webhook[]> {
    return this.webhooks.find({ state: 'active', votes: trusted({ $gt: 0 }), ...NO_SEARCH }).lean();
  }

  /** The active webhooks whose search is due, the longest waiting first. */
  async toSearch(now: Date, limit: number): Promise<Webhook[]> {
    return this.webhooks
      .find({ state: 'active', searchDueAt: trusted({ $lte: now }) })
      .sort({ searchDueAt: 1 })
      .limit(limit)
      .lean();
  }

  /** Takes a due search, and sets when it is due again. False when another replica has taken it. */
  async takeSearch({ _id, searchDueAt }: Webhook, next: Date): Promise<boolean> {
    const taken = await this.webhooks.updateOne({ _id, searchDueAt }, { $set: { searchDueAt: next } });
    return taken.modifiedCount === 1;
  }

  /** Records that the search of a webhook was asked. */
  async searched(id: string, searchedAt: Date): Promise<void> {
    await this.webhooks.updateOne({ _id: id, state: 'active' }, { $set: { searchedAt } });
  }

  /** Records that the last attempt succeeded. */
  async wentWell(id: string, lastAnswer: string): Promise<void> {
    await this.webhooks.updateOne({ _id: id }, { $set: { lastAnswer }, $unset: { failingSince: 1 } });
  }

  /** Records that the last attempt failed. Returns the updated webhook, or null when it was removed. */
  async failed(id: string, lastAnswer: string, now: Date): Promise<Webhook | null> {
    await this.webhooks.updateOne(
      { _id: id, failingSince: trusted({ $exists: false }) },
      { $set: { failingSince: now } },
    );
    return this.webhooks
      .findOneAndUpdate({ _id: id }, { $set: { lastAnswer } }, { returnDocument: 'after' })
      .lean();
  }

  /**
   * Disables a webhook until it is enabled again. The same write makes the mail to its owner due. False when it was
   * already disabled or removed.
   */
  async disable(id: string, now: Date): Promise<boolean> {
    const { modifiedCount } = await this.webhooks.updateOne(
      { _id: id, state: 'active' },
      { $set: { state: 'disabled', disabledAt: now, noticeDueAt: now } },
    );
    return modifiedCount === 1;
  }

  /** The webhooks whose owner is to be told that they are disabled, the longest waiting first. */
  async toNotify(now: Date, limit: number): Promise<Webhook[]> {
    return this.webhooks
      .find({ noticeDueAt: trusted({ $lte: now }) })
      .sort({ noticeDueAt: 1 })
      .limit(limit)
      .lean();
  }

  /** Records that the mail about a disabled webhook is planned. */
  async notified({ _id, disabledAt }: Webhook): Promise<void> {
    await this.webhooks.updateOne({ _id, disabledAt }, { $unset: { noticeDueAt: 1 } });
  }
}

function owned(id: string, owner: string | undefined) {
  return { _id: id, ...(owner === undefined ? {} : { owner }) };
}
