import { Injectable } from '@nestjs/common';
import { papers as endpoints, topics } from '@paperboy/contracts';
import { ServiceClients } from '@paperboy/platform';
import { RankingState } from '../state/ranking-state.store.js';
import { hasRead, type Published } from './readiness.js';

/** How far votes and papers have to be read for the lists to hold everything that was written before a moment. */
export interface Goal {
  votes: Published;
  papers: Published;
}

/** Asks the catalog how far it has published, to know whether the lists hold everything before a moment. */
@Injectable()
export class CatalogPositions {
  constructor(
    private readonly clients: ServiceClients,
    private readonly state: RankingState,
  ) {}

  /**
   * How far has to be read for everything written before a moment; undefined while some of it is not published yet.
   * To be asked once and kept: under load the end has moved on each time that it is asked for. Throws when the catalog
   * can't be asked.
   */
  async goal(before: Date): Promise<Goal | undefined> {
    const asked = { query: { before: before.toISOString() } };
    const [votes, papers] = await Promise.all([
      this.clients.ask(endpoints.votePositions, asked),
      this.clients.ask(endpoints.positions, asked),
    ]);
    return votes.settled && papers.settled ? { votes, papers } : undefined;
  }

  /** Whether the lists hold all of that now. */
  async isReached({ votes, papers }: Goal): Promise<boolean> {
    const read = await this.state.positions();
    return hasRead(topics.votes.name, votes, read) && hasRead(topics.papers.name, papers, read);
  }
}
