import { Injectable } from '@nestjs/common';
import { InjectModel, isDuplicateKey } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import {
  type ClosingDocument,
  closingSchema,
  type EmptyPeriodsDocument,
  emptyPeriodsSchema,
} from './closing.schema.js';

/** Several times as long as closing takes. After a replica has died, the next attempt waits until its lock expires. */
const LOCK_MS = 15_000;

/** Fixes the cutoff of each edition once, and lets one replica at a time close it. */
@Injectable()
export class ClosingStore {
  constructor(
    @InjectModel(closingSchema) private readonly closings: Model<ClosingDocument>,
    @InjectModel(emptyPeriodsSchema) private readonly empties: Model<EmptyPeriodsDocument>,
  ) {}

  /**
   * Takes the lock. Answers the cutoff, which the first attempt has fixed for ever; undefined while another replica
   * holds the lock.
   */
  async begin(
    id: string,
    holder: string,
    cutoff: Date,
    earlyDay: string | undefined,
    now: Date,
  ): Promise<Date | undefined> {
    const free = { _id: id, $or: [{ holder }, { expiresAt: trusted({ $lte: now }) }] };
    const expiresAt = new Date(now.getTime() + LOCK_MS);
    const first = { cutoffAt: cutoff, ...(earlyDay === undefined ? {} : { earlyDay }) };
    try {
      const closing = await this.closings
        .findOneAndUpdate(
          free,
          { $set: { holder, expiresAt }, $setOnInsert: first },
          { upsert: true, returnDocument: 'after' },
        )
        .lean();
      return closing?.cutoffAt;
    } catch (error) {
      // Another holder has the lock: no document matched, and the insert broke the unique _id.
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  /** Gives the lock back; the cutoff stays. */
  async end(id: string, holder: string, now: Date): Promise<void> {
    await this.closings.updateOne({ _id: id, holder }, { $set: { expiresAt: now } });
  }

  /** The moment from which empty periods are closed. It is set to `now` when this installation first asks for it. */
  async emptiesSince(now: Date): Promise<Date> {
    const since = await this.empties
      .findOneAndUpdate(
        { _id: 'since' },
        { $setOnInsert: { at: now } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean();
    return since?.at ?? now;
  }

  /**
   * Records that everything before a moment is closed. The moment only moves forward, so the search for empty periods
   * stays cheap.
   */
  async emptiesDone(before: Date): Promise<void> {
    await this.empties.updateOne({ _id: 'since' }, { $max: { at: before } });
  }

  /** The days from one on that were closed before their end, with their cutoffs in epoch milliseconds. */
  async earlyDays(from = ''): Promise<{ day: string; cutoff: number }[]> {
    const early = await this.closings.find({ earlyDay: trusted({ $gte: from }) }).lean();
    return early.map(({ earlyDay = '', cutoffAt }) => ({ day: earlyDay, cutoff: cutoffAt.getTime() }));
  }

  /** Deletes closings; answers those of their days that were closed early. */
  async remove(ids: readonly string[]): Promise<string[]> {
    const _id = trusted({ $in: [...ids] });
    const early = await this.closings.find({ _id, earlyDay: trusted({ $exists: true }) }).lean();
    await this.closings.deleteMany({ _id });
    return early.flatMap(({ earlyDay }) => earlyDay ?? []);
  }
}
