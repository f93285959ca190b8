import { Injectable } from '@nestjs/common';
import type { Farewell } from '@paperboy/contracts';
import { crashPoint } from '@paperboy/messaging';
import { Clock, InjectModel } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import { BEGIN, type DeletionDocument, placeAfter, SETTLE_MS } from './deletion.js';
import { deletionSchema } from './deletion.schema.js';

/** The lease of a replica on a deletion. Each step renews it; when it has ended, another replica may take over. */
const LEASE_MS = 15_000;

/** The deletions under way, each with its next step. */
@Injectable()
export class DeletionStore {
  constructor(
    @InjectModel(deletionSchema) private readonly deletions: Model<DeletionDocument>,
    private readonly clock: Clock,
  ) {}

  /** Stores that an account is to be deleted. A deletion that is stored already stays as it is. */
  async ask(personId: string, address: string, comments: Farewell['comments']): Promise<void> {
    const now = this.clock.now();
    await this.deletions.updateOne(
      { _id: personId },
      { $setOnInsert: { ...BEGIN, address, comments, askedAt: now, dueAt: now } },
      { upsert: true },
    );
  }

  /** Leases the due deletion that waits longest; null when none is due. Others leave it alone until the lease ends. */
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

  /** Renews the lease on a deletion whose step takes long. */
  async hold({ _id }: DeletionDocument): Promise<void> {
    await this.deletions.updateOne({ _id }, { $set: { dueAt: this.leaseEnd() } });
  }

  /**
   * Stores that the step is done, and returns the deletion with its next step. Null when the deletion has to wait for
   * its second round, when it is complete, and when another replica has stored this step already.
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
