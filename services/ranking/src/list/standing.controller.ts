import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, lists } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { PaperReader } from '../packing/paper.reader.js';

/** The current numbers of papers, whatever lists they are on. */
@Controller()
export class StandingController {
  constructor(private readonly papers: PaperReader) {}

  /** Upvotes and `included` of a paper are of the same moment. */
  @Serves(lists.standings)
  async standing(
    @Asked() { query }: AskedOf<typeof lists.standings>,
  ): Promise<AnsweredBy<typeof lists.standings>> {
    return { standings: await this.papers.standing(query.ids, query.person) };
  }
}
