import { Injectable } from '@nestjs/common';
import { lists } from '@paperboy/contracts';
import { Clock, ServiceClients } from '@paperboy/platform';
import type { SearchIndex } from '../thread/search-index.client.js';

/** The most papers of one request to ranking. */
const ASKED_AT_ONCE = 100;

/** Updates the upvotes by which searches are sorted: reads those of papers with new votes from ranking. */
@Injectable()
export class Recounts {
  constructor(
    private readonly clients: ServiceClients,
    private readonly clock: Clock,
  ) {}

  /** Updates the papers that are due, a hundred at most. They stay due when ranking does not answer. */
  async take(index: SearchIndex): Promise<void> {
    const due = await index.dueRecounts(this.clock.now().getTime(), ASKED_AT_ONCE);
    if (due.length === 0) return;
    const { standings } = await this.clients.ask(lists.standings, { query: { ids: due.join(',') } });
    await index.setUpvotes(due, standings, this.clock.now().getTime());
  }
}
