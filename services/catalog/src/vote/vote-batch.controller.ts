import { Controller, HttpCode, Post } from '@nestjs/common';
import { paperIdSchema, personIdSchema, voteKey } from '@paperboy/contracts';
import {
  AllowCallers,
  type Problem,
  ProblemReports,
  problemOf,
  runInTrace,
  traceOf,
  ZodBody,
} from '@paperboy/platform';
import { z } from 'zod';
import { callerWaitsUntil } from '../late-write.store.js';
import { type VoteAnswer, VoteStore } from './vote.store.js';

const MOST = 100;
const wishSchema = z.object({
  personId: personIdSchema,
  paperId: paperIdSchema,
  wish: z.enum(['cast', 'withdraw']),
  /** Of the person's own request: they go into its event and into the log. */
  traceparent: z.string().max(64),
  requestId: z.string().max(64),
});
const batchBody = z.object({ votes: z.array(wishSchema).min(1).max(MOST) });

type Wish = z.output<typeof wishSchema>;
/** What became of one vote of a batch: as it stands now, or the problem that its own request would have met. */
type Outcome =
  | { vote: VoteAnswer }
  | { problem: Pick<Problem, 'status' | 'code' | 'detail' | 'retryAfterSeconds'> };

/** The votes of many people at once, as web gathers them. */
@Controller()
export class VoteBatchController {
  constructor(
    private readonly votes: VoteStore,
    private readonly reports: ProblemReports,
  ) {}

  /**
   * Casts and withdraws up to 100 votes, and says of each in the same order what became of it, as the person's own
   * request would have been told. Wishes for the same vote are done one after the other, all others at the same time.
   * Web says for whom, so nobody else may.
   */
  @Post('internal/votes')
  @HttpCode(200)
  @AllowCallers('web')
  async change(@ZodBody(batchBody) { votes }: z.output<typeof batchBody>): Promise<{ outcomes: Outcome[] }> {
    const last = new Map<string, Promise<Outcome>>();
    const outcomes = votes.map((wish) => {
      const key = voteKey(wish);
      const before = last.get(key);
      const outcome = before ? before.then(() => this.outcomeOf(wish)) : this.outcomeOf(wish);
      last.set(key, outcome);
      return outcome;
    });
    return { outcomes: await Promise.all(outcomes) };
  }

  private async outcomeOf(asked: Wish): Promise<Outcome> {
    const { personId, paperId, wish, traceparent, requestId } = asked;
    // How long web waits is said once, for all of them.
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
