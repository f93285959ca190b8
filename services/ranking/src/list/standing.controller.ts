import { Controller, Get } from '@nestjs/common';
import { paperIdSchema } from '@paperboy/contracts';
import { AllowEveryone, ZodQuery } from '@paperboy/platform';
import { z } from 'zod';
import { RankingState } from '../state/ranking-state.store.js';

const standingQuery = z.object({
  ids: z
    .string()
    .max(4_200)
    .transform((ids) => ids.split(','))
    .pipe(z.array(paperIdSchema).min(1).max(100)),
  person: z.string().min(1).max(100).optional(),
});

/** The numbers of papers, wherever they stand. */
@Controller('internal/papers')
@AllowEveryone()
export class StandingController {
  constructor(private readonly state: RankingState) {}

  /**
   * Upvotes that count and comments that are shown of up to 100 papers, `ids` with commas. With `person`, the id of
   * one, `included` says whether their vote is among the upvotes; both are of the same moment.
   */
  @Get('standing')
  async standing(@ZodQuery(standingQuery) { ids, person }: z.output<typeof standingQuery>) {
    return { standings: await this.state.standing(ids, person) };
  }
}
