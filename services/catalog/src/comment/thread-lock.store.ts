import { Injectable } from '@nestjs/common';
import { Clock, InjectModel, isDuplicateKey } from '@paperboy/platform';
import type { Model } from 'mongoose';
import { type ThreadLockDocument, threadLockSchema } from './thread-lock.schema.js';

/** Locks and unlocks the comments on papers. */
@Injectable()
export class ThreadLocks {
  constructor(
    @InjectModel(threadLockSchema) private readonly locks: Model<ThreadLockDocument>,
    private readonly clock: Clock,
  ) {}

  async isLocked(paperId: string): Promise<boolean> {
    return (await this.locks.exists({ _id: paperId })) !== null;
  }

  /** Locks the comments on a paper; false when they are locked already. */
  async lock(paperId: string, by: string): Promise<boolean> {
    try {
      await this.locks.create({ _id: paperId, by, at: this.clock.now() });
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return false;
    }
  }

  /** Unlocks them; false when they are not locked. */
  async unlock(paperId: string): Promise<boolean> {
    return (await this.locks.deleteOne({ _id: paperId })).deletedCount > 0;
  }
}
