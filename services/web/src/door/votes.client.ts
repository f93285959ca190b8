import { Injectable } from '@nestjs/common';
import {
  currentTrace,
  Gathering,
  Problem,
  runWithoutTrace,
  ServiceClients,
  type Trace,
  traceOf,
} from '@paperboy/platform';
import { z } from 'zod';
import type { Wish } from './routes.js';

interface Asked extends Pick<Trace, 'traceparent' | 'requestId'> {
  personId: string;
  paperId: string;
  wish: Wish;
}

const outcomeSchema = z.union([
  z.object({ vote: z.object({ paperId: z.string(), upvoted: z.boolean(), counts: z.boolean() }) }),
  z.object({
    problem: z.object({
      status: z.int().min(400).max(599),
      code: z.string(),
      detail: z.string(),
      retryAfterSeconds: z.number().optional(),
    }),
  }),
]);
const outcomesSchema = z.object({ outcomes: z.array(outcomeSchema) });
type Outcome = z.output<typeof outcomeSchema>;
type Vote = Extract<Outcome, { vote: unknown }>['vote'];

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
  private readonly gathering = new Gathering<Asked, Outcome>(
    (all) => runWithoutTrace(() => this.ask(all)),
    BATCHES,
  );

  constructor(private readonly clients: ServiceClients) {}

  /** Casts a person's vote or takes it back. Throws the catalog's problem, or a 503 while it is away. */
  async change(personId: string, paperId: string, wish: Wish): Promise<Vote> {
    const { traceparent, requestId } = currentTrace() ?? traceOf(undefined);
    const outcome = await this.gathering.add({ personId, paperId, wish, traceparent, requestId });
    if ('vote' in outcome) return outcome.vote;
    const { retryAfterSeconds, ...problem } = outcome.problem;
    throw new Problem({ ...problem, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
  }

  private async ask(votes: readonly Asked[]): Promise<Outcome[]> {
    const { outcomes } = await this.clients.catalog.post(
      '/internal/votes',
      { votes },
      { schema: outcomesSchema, idempotent: true },
    );
    if (outcomes.length !== votes.length) throw new Error('The catalog answered another number of votes.');
    return outcomes;
  }
}
