import { Injectable } from '@nestjs/common';
import {
  type BatchedVote,
  type VoteAnswer,
  type VoteOutcome,
  type VoteWish,
  votes,
} from '@paperboy/contracts';
import { Batcher, currentTrace, Problem, runWithoutTrace, ServiceClients, traceOf } from '@paperboy/platform';

/**
 * The catalog takes no more than 100. It waits for others itself before it writes; waiting as long here once more made
 * votes slower on a quiet machine. As many at once as have a connection: a replica that hangs holds up only its own.
 */
const BATCHES = { most: 100, everyMs: 2, enough: 8, atOnce: 64 };

/**
 * The votes of people, handed to the catalog. Those that come within milliseconds go with one request, since a message
 * between two processes costs more than all that is done with a vote; each has an outcome and a trace of its own.
 */
@Injectable()
export class Votes {
  // A batch is of many requests and belongs to the trace of none.
  private readonly batcher = new Batcher<BatchedVote, VoteOutcome>(
    (all) => runWithoutTrace(() => this.ask(all)),
    BATCHES,
  );

  constructor(private readonly clients: ServiceClients) {}

  /** Casts a person's vote or takes it back. Throws the catalog's problem, or a 503 while it is away. */
  async change(personId: string, paperId: string, wish: VoteWish): Promise<VoteAnswer> {
    const { traceparent, requestId } = currentTrace() ?? traceOf(undefined);
    const vote = { personId, paperId, wish, traceparent, requestId };
    let outcome = await this.batcher.add(vote);
    // What one replica can't do now, another can; a vote that is offered twice is one vote.
    if ('problem' in outcome && outcome.problem.status === 503) outcome = await this.batcher.add(vote);
    if ('vote' in outcome) return outcome.vote;
    const { retryAfterSeconds, ...problem } = outcome.problem;
    throw new Problem({ ...problem, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
  }

  private async ask(batch: readonly BatchedVote[]): Promise<VoteOutcome[]> {
    const { outcomes } = await this.clients.ask(votes.change, { body: { votes: [...batch] } });
    if (outcomes.length !== batch.length) throw new Error('The catalog answered another number of votes.');
    return outcomes;
  }
}
