import { Inject, Injectable } from '@nestjs/common';
import { isDuplicateKey, MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { quotaDay } from './database-time.js';
import { QUOTAS, type QuotaDocument } from './quota.schema.js';

/**
 * Quotas: a limited number of places per day (UTC). One conditional update takes a place before the work that needs it,
 * so a crash may waste a place but never adds one. A taker that has a place takes no second one.
 */
@Injectable()
export class QuotaStore {
  private readonly quotas: Collection<QuotaDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.quotas = connection.collection<QuotaDocument>(QUOTAS);
  }

  /** Frees the place of `taker`, which was taken today or yesterday. */
  async free(what: string, taker: string, now: Date): Promise<void> {
    const days = [now, new Date(now.getTime() - 86_400_000)].map(quotaDay);
    const _id = { $in: days.map((day) => `${what}:${day}`) };
    await this.quotas.updateMany({ _id, takers: taker }, { $pull: { takers: taker } });
  }

  /** How many of `places` others have left today. The place that `taker` has counts as left. */
  async left(what: string, taker: string, places: number, now: Date): Promise<number> {
    const quota = await this.quotas.findOne({ _id: `${what}:${quotaDay(now)}` });
    const others = quota?.takers.filter((one) => one !== taker).length ?? 0;
    return Math.max(0, places - others);
  }

  /** Takes one of `places` for `taker` today. True also when `taker` has one; false when others have all of them. */
  async take(what: string, taker: string, places: number, now: Date): Promise<boolean> {
    if (places <= 0) return false;
    const _id = `${what}:${quotaDay(now)}`;
    // Tried twice: the loser of a race for the first place then finds the document.
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        await this.quotas.updateOne(
          { _id, takers: { $ne: taker }, [`takers.${places - 1}`]: { $exists: false } },
          { $push: { takers: taker }, $setOnInsert: { at: now } },
          { upsert: true },
        );
        return true;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const has = await this.quotas.findOne({ _id, takers: taker }, { projection: { _id: 1 } });
        if (has) return true;
      }
    }
    return false;
  }
}
