import { Injectable } from '@nestjs/common';
import { lists } from '@paperboy/contracts';
import { Clock, ServiceClients } from '@paperboy/platform';
import type { SearchIndex } from '../thread/search-index.client.js';

/** Ranking answers for so many papers at a time. */
const ASKED_AT_ONCE = 100;

/** Brings the upvotes by which a search is sorted: of papers that were voted for, as ranking counts them. */
@Injectable()
export class Recounts {
  constructor(
    private readonly clients: ServiceClients,
    private readonly clock: Clock,
  ) {}

  /** Asks for the papers that are due; those that can't be asked for stay due. */
  async take(index: SearchIndex): Promise<void> {
    const due = await index.dueRecounts(this.clock.now().getTime(), ASKED_AT_ONCE);
    if (due.length === 0) return;
    const { standings } = await this.clients.ask(lists.standings, { query: { ids: due.join(',') } });
    await index.setUpvotes(due, standings, this.clock.now().getTime());
  }
}
