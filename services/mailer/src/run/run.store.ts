import { Injectable } from '@nestjs/common';
import { InjectModel, isDuplicateKey } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import type { RunState, StoppedRun } from './run.js';
import { runSchema } from './run.schema.js';

/** Runs that an operator stopped, in MongoDB. */
@Injectable()
export class RunStore {
  constructor(@InjectModel(runSchema) private readonly runs: Model<StoppedRun>) {}

  async state(editionId: string): Promise<RunState> {
    return (await this.runs.findOne({ _id: editionId }).lean())?.state ?? 'going';
  }

  /** The states of the stopped runs among the given editions, by edition id. */
  async stopped(editionIds: readonly string[]): Promise<Map<string, RunState>> {
    if (editionIds.length === 0) return new Map();
    const found = await this.runs.find({ _id: trusted({ $in: [...editionIds] }) }).lean();
    return new Map(found.map(({ _id, state }) => [_id, state]));
  }

  /** Pauses a run. False when it was cancelled. */
  async pause(editionId: string, now: Date): Promise<boolean> {
    try {
      await this.runs.updateOne(
        { _id: editionId, state: trusted({ $ne: 'cancelled' }) },
        { $set: { state: 'paused', changedAt: now } },
        { upsert: true },
      );
      return true;
    } catch (error) {
      // The run is cancelled: the filter did not match its document, so the upsert hit the existing id.
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Resumes a paused run. False when it was cancelled. */
  async resume(editionId: string): Promise<boolean> {
    await this.runs.deleteOne({ _id: editionId, state: 'paused' });
    return (await this.state(editionId)) !== 'cancelled';
  }

  /** Cancels a run for good. */
  async cancel(editionId: string, now: Date): Promise<void> {
    await this.runs.updateOne(
      { _id: editionId },
      { $set: { state: 'cancelled', changedAt: now } },
      { upsert: true },
    );
  }
}
