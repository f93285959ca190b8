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
 * The catalog takes at most 100 votes in a request. It also collects votes before it writes, and a longer wait here
 * made votes slower on a quiet machine. `atOnce` is the number of connections, so that a replica that hangs delays only
 * the votes that it was given.
 */
const BATCHES = { most: 100, everyMs: 2, enough: 8, atOnce: 64 };

/**
 * Sends the votes of people to the catalog. Votes that come within milliseconds share one request, since a message
 * between two processes costs more than the vote itself. Each vote has an outcome and a trace of its own.
 */
@Injectable()
export class Votes {
  // A batch serves many requests and belongs to none of their traces.
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
    // Another replica may be able to do it now. A vote that is sent twice is one vote.
    if ('problem' in outcome && outcome.problem.status === 503) outcome = await this.batcher.add(vote);
    if ('vote' in outcome) return outcome.vote;
    const { retryAfterSeconds, ...problem } = outcome.problem;
    throw new Problem({ ...problem, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
  }

  private async ask(batch: readonly BatchedVote[]): Promise<VoteOutcome[]> {
    const { outcomes } = await this.clients.ask(votes.change, { body: { votes: [...batch] } });
    if (outcomes.length !== batch.length)
      throw new Error('The catalog answered for another number of votes than it was asked for.');
    return outcomes;
  }
}
