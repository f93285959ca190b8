import { Injectable } from '@nestjs/common';
import type { Farewell } from '@paperboy/contracts';
import { crashPoint } from '@paperboy/messaging';
import { Clock, InjectModel } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import { BEGIN, type DeletionDocument, placeAfter, SETTLE_MS } from './deletion.js';
import { deletionSchema } from './deletion.schema.js';

/** How long a replica has a deletion in hand, from step to step, before another one may take it. */
const LEASE_MS = 15_000;

/** The deletions under way, each with its next step. */
@Injectable()
export class DeletionStore {
  constructor(
    @InjectModel(deletionSchema) private readonly deletions: Model<DeletionDocument>,
    private readonly clock: Clock,
  ) {}

  /** Writes down that an account is to be deleted; one that is written down already stays as it is. */
  async ask(personId: string, address: string, comments: Farewell['comments']): Promise<void> {
    const now = this.clock.now();
    await this.deletions.updateOne(
      { _id: personId },
      { $setOnInsert: { ...BEGIN, address, comments, askedAt: now, dueAt: now } },
      { upsert: true },
    );
  }

  /** Takes a deletion in hand that is due; others leave it alone until the lease ends. */
  async take(): Promise<DeletionDocument | null> {
    const now = this.clock.now();
    return this.deletions
      .findOneAndUpdate(
        { dueAt: trusted({ $lte: now }) },
        { $set: { dueAt: this.leaseEnd() } },
        { sort: { dueAt: 1 }, returnDocument: 'after' },
      )
      .lean();
  }

  /** Keeps a deletion in hand whose step takes long. */
  async hold({ _id }: DeletionDocument): Promise<void> {
    await this.deletions.updateOne({ _id }, { $set: { dueAt: this.leaseEnd() } });
  }

  /**
   * Notes that the next step is done, and answers what is to be done now: nothing while the deletion waits, and when it is
   * over. Of two replicas that did the same step one notes it.
   */
  async done(deletion: DeletionDocument): Promise<DeletionDocument | null> {
    const { _id, round, step } = deletion;
    const next = placeAfter(deletion);
    if (next === undefined) {
      await this.deletions.deleteOne({ _id, round, step });
      return null;
    }
    const settles = next.round !== round;
    const dueAt = settles ? new Date(this.clock.now().getTime() + SETTLE_MS) : this.leaseEnd();
    const noted = await this.deletions
      .findOneAndUpdate(
        { _id, round, step },
        { $set: { ...next, dueAt }, ...(settles && { $unset: { address: '' } }) },
        { returnDocument: 'after' },
      )
      .lean();
    crashPoint('deletion.stepped');
    return settles ? null : noted;
  }

  private leaseEnd(): Date {
    return new Date(this.clock.now().getTime() + LEASE_MS);
  }
}
