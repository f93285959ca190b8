import { Inject, Injectable } from '@nestjs/common';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { quotaDay } from './database-time.js';
import { isOnlyDuplicates } from './duplicate-key.store.js';

/** The collection of quotas; documents leave it by themselves some days later. */
export const QUOTAS = 'quotas';

interface QuotaDocument {
  _id: string;
  /** For whom or what a place was taken. */
  takers: string[];
  at: Date;
}

/**
 * Places that are given out by the day (UTC). A place is taken by one conditional update before the thing itself is
 * done: a crash may cost a place, never gain one. Who has a place keeps it and takes no second one.
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

  /** Takes a place for `taker` out of `places`; false when all are taken by others. */
  async take(what: string, taker: string, places: number, now: Date): Promise<boolean> {
    if (places <= 0) return false;
    const _id = `${what}:${quotaDay(now)}`;
    // Twice: the loser of a race for the first place finds the document there.
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        await this.quotas.updateOne(
          { _id, takers: { $ne: taker }, [`takers.${places - 1}`]: { $exists: false } },
          { $push: { takers: taker }, $setOnInsert: { at: now } },
          { upsert: true },
        );
        return true;
      } catch (error) {
        if (!isOnlyDuplicates(error)) throw error;
        const has = await this.quotas.findOne({ _id, takers: taker }, { projection: { _id: 1 } });
        if (has) return true;
      }
    }
    return false;
  }
}
