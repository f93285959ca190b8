import { Inject, Injectable } from '@nestjs/common';
import { pendingStage } from '@paperboy/messaging';
import { Clock, MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { lateProblem, unlessLate } from '../document/late-write.js';
import { PUBLIC_STATE } from '../document/stored-state.js';
import { type Cause, restoreStages, setAsideStages } from './set-aside.js';
import type { VoteDocument } from './vote.js';
import { VOTES } from './vote.schema.js';

/** The database, by its clock, refuses an update that began longer ago than this, for example before a freeze. */
export const WRITTEN_WITHIN_MS = 30_000;

/** A choice of votes: all of a person, or those with these ids. */
export type VoteChoice = { 'state.personId': string } | { _id: { $in: string[] } };

/**
 * Sets votes aside and restores them. Each vote changes in one update with its event. A vote that was changed already
 * is skipped, so a new attempt completes one that a crash interrupted.
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

  /** Sets votes aside for a cause. Returns the number of votes that did not have this cause before. */
  setAside(choice: VoteChoice, cause: Cause): Promise<number> {
    const stages = [...setAsideStages(cause), pendingStage({ type: 'vote.set-aside', data: PUBLIC_STATE })];
    return this.update({ ...choice, causes: { $ne: cause } }, stages);
  }

  /** Removes a cause from votes, and returns the number of votes that had it. */
  restore(choice: VoteChoice, cause: Cause): Promise<number> {
    const stages = [...restoreStages(cause), pendingStage({ type: 'vote.restored', data: PUBLIC_STATE })];
    return this.update({ ...choice, causes: cause }, stages);
  }

  /** Updates without a nudge, since the ids are not known here. The relay finds the events by its sweep. */
  private async update(filter: Record<string, unknown>, stages: object[]): Promise<number> {
    const until = this.clock.now().getTime() + WRITTEN_WITHIN_MS;
    try {
      return (await this.votes.updateMany(filter, [...unlessLate(until), ...stages] as never)).modifiedCount;
    } catch (error) {
      throw lateProblem(error) ?? error;
    }
  }
}
