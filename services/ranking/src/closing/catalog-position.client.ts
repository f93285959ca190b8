import { Injectable } from '@nestjs/common';
import { papers as endpoints, topics } from '@paperboy/contracts';
import { ServiceClients } from '@paperboy/platform';
import { LiveLists } from '../live/live-lists.store.js';
import { hasRead, type Published } from './readiness.js';

/**
 * The positions up to which votes and papers have to be read, so that the lists hold everything written before a
 * moment.
 */
export interface Goal {
  votes: Published;
  papers: Published;
}

/** Asks the catalog for its published positions, to know whether the lists hold everything before a moment. */
@Injectable()
export class CatalogPositions {
  constructor(
    private readonly clients: ServiceClients,
    private readonly state: LiveLists,
  ) {}

  /**
   * The positions that hold everything written before a moment; undefined while a part of it is not published yet. Ask
   * once and keep the answer, since under load the positions move on. Throws when the catalog can't be asked.
   */
  async goal(before: Date): Promise<Goal | undefined> {
    const asked = { query: { before: before.toISOString() } };
    const [votes, papers] = await Promise.all([
      this.clients.ask(endpoints.votePositions, asked),
      this.clients.ask(endpoints.positions, asked),
    ]);
    return votes.settled && papers.settled ? { votes, papers } : undefined;
  }

  /** Whether the lists have reached these positions. */
  async isReached({ votes, papers }: Goal): Promise<boolean> {
    const read = await this.state.positions();
    return hasRead(topics.votes.name, votes, read) && hasRead(topics.papers.name, papers, read);
  }
}
