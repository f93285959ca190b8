import { Controller } from '@nestjs/common';
import {
  type AnsweredBy,
  type AskedOf,
  type BatchedVote,
  type VoteOutcome,
  voteKey,
  votes,
} from '@paperboy/contracts';
import { Asked, ProblemReports, problemOf, runInTrace, Serves, traceOf } from '@paperboy/platform';
import { callerWaitsUntil } from '../document/late-write.js';
import { VoteStore } from './vote.store.js';

/** The votes of many people in one request, as web collects them. */
@Controller()
export class VoteBatchController {
  constructor(
    private readonly votes: VoteStore,
    private readonly reports: ProblemReports,
  ) {}

  /**
   * Casts and withdraws up to 100 votes, and answers the outcomes in the same order. Each is the outcome that the
   * person's own request would have. Changes of the same vote are made one after the other, all others in parallel.
   * Only web may call this, since the request names the people.
   */
  @Serves(votes.change)
  async change(@Asked() { body }: AskedOf<typeof votes.change>): Promise<AnsweredBy<typeof votes.change>> {
    const last = new Map<string, Promise<VoteOutcome>>();
    const outcomes = body.votes.map((wish) => {
      const key = voteKey(wish);
      const before = last.get(key);
      const outcome = before ? before.then(() => this.outcomeOf(wish)) : this.outcomeOf(wish);
      last.set(key, outcome);
      return outcome;
    });
    return { outcomes: await Promise.all(outcomes) };
  }

  private async outcomeOf(asked: BatchedVote): Promise<VoteOutcome> {
    const { personId, paperId, wish, traceparent, requestId } = asked;
    // Web states the end of its wait once for all votes of the request.
    const answerBy = callerWaitsUntil();
    const trace = { ...traceOf(traceparent, requestId), ...(answerBy === undefined ? {} : { answerBy }) };
    try {
      return { vote: await runInTrace(trace, () => this.votes[wish](personId, paperId)) };
    } catch (error) {
      const problem = problemOf(error);
      this.reports.report(error, problem.status, { route: `/internal/votes ${wish}`, requestId });
      const { status, code, detail, retryAfterSeconds } = problem;
      return {
        problem: { status, code, detail, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
      };
    }
  }
}
