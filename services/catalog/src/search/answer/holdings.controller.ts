import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, holdings } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { SearchFeed } from '../feed/search-feed.consumer.js';

/** The numbers of papers in the catalog. The index of the search keeps them with each paper that it writes. */
@Controller()
export class HoldingsController {
  constructor(private readonly feed: SearchFeed) {}

  @Serves(holdings.categories)
  async categories(): Promise<AnsweredBy<typeof holdings.categories>> {
    return this.feed.index().categories();
  }

  @Serves(holdings.months)
  async months(): Promise<AnsweredBy<typeof holdings.months>> {
    return { months: await this.feed.index().months() };
  }

  @Serves(holdings.ofMonth)
  async ofMonth(
    @Asked() { params, query }: AskedOf<typeof holdings.ofMonth>,
  ): Promise<AnsweredBy<typeof holdings.ofMonth>> {
    return this.feed.index().idsOfMonth(params.month, query.after, query.limit);
  }
}
