import { Inject, Injectable } from '@nestjs/common';
import { pendingStage } from '@paperboy/messaging';
import { Clock, MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { lateProblem, unlessLate } from '../document/late-write.js';
import { PUBLIC_STATE } from '../document/stored-state.js';
import { type Cause, restoreStages, setAsideStages } from './set-aside.js';
import type { VoteDocument } from './vote.js';
import { VOTES } from './vote.schema.js';

/** By the database's clock nothing is written later than this after it was begun, whatever froze meanwhile. */
export const WRITTEN_WITHIN_MS = 30_000;

/** Which votes are meant: all of a person, or those with these ids. */
export type VoteChoice = { 'state.personId': string } | { _id: { $in: string[] } };

/**
 * Sets votes aside and restores them. Each vote changes with its event in one update, and one that was changed already is
 * passed over, so an attempt that died is finished by the next.
 */
@Injectable()
export class SetAsideVotes {
  private readonly votes: Collection<VoteDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly clock: Clock,
  ) {
    this.votes = connection.collection<VoteDocument>(VOTES);
  }

  /** Sets votes aside for a cause, and says how many were not before. */
  setAside(choice: VoteChoice, cause: Cause): Promise<number> {
    const stages = [...setAsideStages(cause), pendingStage({ type: 'vote.set-aside', data: PUBLIC_STATE })];
    return this.update({ ...choice, causes: { $ne: cause } }, stages);
  }

  /** Takes a cause away, and says from how many votes. */
  restore(choice: VoteChoice, cause: Cause): Promise<number> {
    const stages = [...restoreStages(cause), pendingStage({ type: 'vote.restored', data: PUBLIC_STATE })];
    return this.update({ ...choice, causes: cause }, stages);
  }

  /** The relay finds the events by its sweep: whose they are is not known here. */
  private async update(filter: Record<string, unknown>, stages: object[]): Promise<number> {
    const until = this.clock.now().getTime() + WRITTEN_WITHIN_MS;
    try {
      return (await this.votes.updateMany(filter, [...unlessLate(until), ...stages] as never)).modifiedCount;
    } catch (error) {
      throw lateProblem(error) ?? error;
    }
  }
}
