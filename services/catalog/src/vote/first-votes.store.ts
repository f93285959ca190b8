import { Inject, Injectable } from '@nestjs/common';
import { voteKey } from '@paperboy/contracts';
import { crashPoint, Outbox, pendingStage } from '@paperboy/messaging';
import { Batcher, currentTrace, isDuplicateKey, MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { callerWaitsUntil, lateProblem, unlessLate } from '../document/late-write.js';
import { PUBLIC_STATE } from '../document/stored-state.js';
import {
  type CountsDecision,
  firstVote,
  firstVoteStages,
  type VoteChange,
  type VoteDocument,
} from './vote.js';
import { VOTES } from './vote.schema.js';

/** The outcome of a first vote: it was stored, or the person had voted for that paper before. */
export type FirstVoteOutcome = 'stored' | 'there-already';

interface FirstVote {
  _id: string;
  change: VoteChange;
  decision: CountsDecision;
  traceparent: string | undefined;
  waitsUntil: number | undefined;
}

/** An attempt fails only when another replica stores one of the same votes at the same moment. */
const ATTEMPTS = 5;
/** A command costs the database as much as thirty votes in it. A short wait makes a busy catalog many times faster. */
const BATCHES = { most: 200, everyMs: 15, enough: 16, atOnce: 1 };

/**
 * Stores first votes, which nearly all votes are. Votes that arrive during a write are inserted by the next command.
 * Each is its own document with its event, written by one atomic insert with the database's clock. One command for each
 * vote would reach a tenth of the throughput.
 */
@Injectable()
export class FirstVotes {
  private readonly votes: Collection<VoteDocument>;
  private readonly batcher = new Batcher<FirstVote, FirstVoteOutcome>((all) => this.insert(all), BATCHES);

  constructor(
    @Inject(MONGO) private readonly connection: Connection,
    private readonly outbox: Outbox,
  ) {
    this.votes = connection.collection<VoteDocument>(VOTES);
  }

  /** Stores the vote of a person who has never voted for this paper. Writes nothing for `there-already`. */
  store(change: VoteChange, decision: CountsDecision): Promise<FirstVoteOutcome> {
    const traceparent = currentTrace()?.traceparent;
    const waitsUntil = callerWaitsUntil();
    return this.batcher.add({ _id: voteKey(change), change, decision, traceparent, waitsUntil });
  }

  private async insert(all: readonly FirstVote[]): Promise<FirstVoteOutcome[]> {
    const taken = new Set<string>();
    // If a batch holds the same vote twice, the first one counts as stored.
    let firsts = all.filter(({ _id }) => !taken.has(_id) && taken.add(_id));
    for (let attempt = 1; firsts.length > 0 && !(await this.insertNew(firsts)); attempt++) {
      const there = await this.existing(firsts);
      // After too many attempts the rest is left to `VoteStore`, which changes one vote at a time.
      firsts = attempt < ATTEMPTS ? firsts.filter(({ _id }) => !there.has(_id)) : [];
    }
    const stored = new Set(firsts);
    return all.map((vote) => (stored.has(vote) ? 'stored' : 'there-already'));
  }

  /** Inserts votes. False when one of them existed: then any number of the others may have been written. */
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
      if (!isDuplicateKey(error)) throw lateProblem(error) ?? error;
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

/** The earliest end of the callers' waits. It is used for the whole batch, whose votes arrived within milliseconds. */
function earliest(votes: readonly FirstVote[]): number | undefined {
  const ends = votes.flatMap(({ waitsUntil }) => (waitsUntil === undefined ? [] : [waitsUntil]));
  return ends.length === 0 ? undefined : Math.min(...ends);
}
