import { Inject, Injectable } from '@nestjs/common';
import { voteKey } from '@paperboy/contracts';
import { crashPoint, Outbox, pendingStage } from '@paperboy/messaging';
import { currentTrace, Gathering, MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { isOnlyDuplicates } from '../duplicate-key.store.js';
import { callerWaitsUntil, lateProblem, unlessLate } from '../late-write.store.js';
import { PUBLIC_STATE } from '../stored-state.js';
import {
  type CountsDecision,
  firstVote,
  firstVoteStages,
  type VoteChange,
  type VoteDocument,
} from './vote.js';

/** The collection of votes. */
export const VOTES = 'votes';

/** What became of a first vote: it is stored, or there was one of that person for that paper before. */
export type FirstVoteOutcome = 'stored' | 'there-already';

interface FirstVote {
  _id: string;
  change: VoteChange;
  decision: CountsDecision;
  traceparent: string | undefined;
  waitsUntil: number | undefined;
}

/** Each attempt is lost only to another replica that stores one of the same votes in the very same moment. */
const ATTEMPTS = 5;
/** A command costs the engine as much as thirty votes in it do: a short wait makes a busy catalog many times faster. */
const BATCHES = { most: 200, everyMs: 15, enough: 16, atOnce: 1 };

/**
 * First votes, which are nearly all that come. Those that arrive while others are being written are inserted by one
 * command: each is a document of its own with its event, written by one atomic insert, with the database's clock. One
 * by one, the same engine takes a tenth of them.
 */
@Injectable()
export class FirstVotes {
  private readonly votes: Collection<VoteDocument>;
  private readonly gathering = new Gathering<FirstVote, FirstVoteOutcome>((all) => this.insert(all), BATCHES);

  constructor(
    @Inject(MONGO) private readonly connection: Connection,
    private readonly outbox: Outbox,
  ) {
    this.votes = connection.collection<VoteDocument>(VOTES);
  }

  /** Stores the vote of a person who has never voted for this paper; `there-already` wrote nothing. */
  store(change: VoteChange, decision: CountsDecision): Promise<FirstVoteOutcome> {
    const traceparent = currentTrace()?.traceparent;
    const waitsUntil = callerWaitsUntil();
    return this.gathering.add({ _id: voteKey(change), change, decision, traceparent, waitsUntil });
  }

  private async insert(all: readonly FirstVote[]): Promise<FirstVoteOutcome[]> {
    const taken = new Set<string>();
    // Of two clicks in one batch the first is the vote.
    let firsts = all.filter(({ _id }) => !taken.has(_id) && taken.add(_id));
    for (let attempt = 1; firsts.length > 0 && !(await this.insertNew(firsts)); attempt++) {
      const there = await this.existing(firsts);
      // What is contended so much is left to the way that changes one vote at a time.
      firsts = attempt < ATTEMPTS ? firsts.filter(({ _id }) => !there.has(_id)) : [];
    }
    const stored = new Set(firsts);
    return all.map((vote) => (stored.has(vote) ? 'stored' : 'there-already'));
  }

  /** False when there was a vote already under one of these: then some of the others may have been written, or none. */
  private async insertNew(votes: readonly FirstVote[]): Promise<boolean> {
    const documents = votes.map(({ change, decision, traceparent }) =>
      firstVote(change, decision, traceparent),
    );
    const stages = [
      { $documents: { $literal: documents } },
      ...unlessLate(earliest(votes)),
      ...firstVoteStages(),
      pendingStage({ type: 'vote.cast', data: PUBLIC_STATE, traceparent: '$traceparent' }),
      { $unset: 'traceparent' },
      { $merge: { into: VOTES, whenMatched: 'fail', whenNotMatched: 'insert' } },
    ];
    const durable = { writeConcern: { w: 'majority', journal: true } } as const;
    try {
      await this.connection.getClient().db(this.connection.name).aggregate(stages, durable).toArray();
      crashPoint('outbox.after-write');
      return true;
    } catch (error) {
      if (!isOnlyDuplicates(error)) throw lateProblem(error) ?? error;
      return false;
    } finally {
      for (const { _id } of votes) this.outbox.nudge(VOTES, _id);
    }
  }

  private async existing(votes: readonly FirstVote[]): Promise<Set<string>> {
    const ids = votes.map(({ _id }) => _id);
    const there = await this.votes.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray();
    return new Set(there.map(({ _id }) => _id));
  }
}

/** The votes of a batch came within milliseconds: when one is late, so are the others, or about to be. */
function earliest(votes: readonly FirstVote[]): number | undefined {
  const ends = votes.flatMap(({ waitsUntil }) => (waitsUntil === undefined ? [] : [waitsUntil]));
  return ends.length === 0 ? undefined : Math.min(...ends);
}
