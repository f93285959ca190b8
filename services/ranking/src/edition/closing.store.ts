import { Inject, Injectable } from '@nestjs/common';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';

/** The collection of what fixes the cutoffs. */
export const CLOSINGS = 'closings';

/** That an edition is being closed, or was: what fixes its cutoff, and who is at it. */
interface ClosingDocument {
  _id: string;
  cutoffAt: Date;
  /** The day, when an operator closed it before its end. */
  earlyDay?: string;
  holder: string;
  expiresAt: Date;
}

/** From when on periods without papers are closed as well; one document. */
interface SinceDocument {
  _id: 'since';
  at: Date;
}

/** Some times what closing takes; a replica that dies in the middle holds up the next try for so long. */
const LOCK_MS = 15_000;

/** Fixes the cutoff of each edition once, and lets one replica at a time close it. */
@Injectable()
export class ClosingStore {
  private readonly closings: Collection<ClosingDocument>;
  private readonly empties: Collection<SinceDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.closings = connection.collection<ClosingDocument>(CLOSINGS);
    this.empties = connection.collection<SinceDocument>('empty-periods');
  }

  /** Takes the lock; answers the cutoff, which is that of the first try for ever after, or undefined when another is at it. */
  async begin(
    id: string,
    holder: string,
    cutoff: Date,
    earlyDay: string | undefined,
    now: Date,
  ): Promise<Date | undefined> {
    const free = { _id: id, $or: [{ holder }, { expiresAt: { $lte: now } }] };
    const expiresAt = new Date(now.getTime() + LOCK_MS);
    const first = { cutoffAt: cutoff, ...(earlyDay === undefined ? {} : { earlyDay }) };
    try {
      const closing = await this.closings.findOneAndUpdate(
        free,
        { $set: { holder, expiresAt }, $setOnInsert: first },
        { upsert: true, returnDocument: 'after' },
      );
      return closing?.cutoffAt;
    } catch (error) {
      // Inserting beside the document of another holder breaks the unique _id.
      if ((error as { code?: unknown }).code === 11_000) return undefined;
      throw error;
    }
  }

  /** Gives the lock back; the cutoff stays. */
  async end(id: string, holder: string, now: Date): Promise<void> {
    await this.closings.updateOne({ _id: id, holder }, { $set: { expiresAt: now } });
  }

  /** From when on periods without papers are closed: at first the moment in which this installation asks for the first time. */
  async emptiesSince(now: Date): Promise<Date> {
    const since = await this.empties.findOneAndUpdate(
      { _id: 'since' },
      { $setOnInsert: { at: now } },
      { upsert: true, returnDocument: 'after' },
    );
    return since?.at ?? now;
  }

  /** Everything before this moment has been closed. It only ever moves on, so that looking for empty periods stays cheap. */
  async emptiesDone(before: Date): Promise<void> {
    await this.empties.updateOne({ _id: 'since' }, { $max: { at: before } });
  }

  /** The days that were closed before their end, those from one on, with their cutoffs in epoch milliseconds. */
  async earlyDays(from = ''): Promise<{ day: string; cutoff: number }[]> {
    const early = await this.closings.find({ earlyDay: { $gte: from } }).toArray();
    return early.map(({ earlyDay = '', cutoffAt }) => ({ day: earlyDay, cutoff: cutoffAt.getTime() }));
  }

  /** Forgets closings; answers the days among them that had been closed early. */
  async remove(ids: readonly string[]): Promise<string[]> {
    const early = await this.closings.find({ _id: { $in: [...ids] }, earlyDay: { $exists: true } }).toArray();
    await this.closings.deleteMany({ _id: { $in: [...ids] } });
    return early.flatMap(({ earlyDay }) => earlyDay ?? []);
  }
}
