import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, lists } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { RankingState } from '../state/ranking-state.store.js';

/** The numbers of papers, wherever they stand. */
@Controller()
export class StandingController {
  constructor(private readonly state: RankingState) {}

  /** Upvotes and `included` of a paper are of the same moment. */
  @Serves(lists.standings)
  async standing(
    @Asked() { query }: AskedOf<typeof lists.standings>,
  ): Promise<AnsweredBy<typeof lists.standings>> {
    return { standings: await this.state.standing(query.ids, query.person) };
  }
}
