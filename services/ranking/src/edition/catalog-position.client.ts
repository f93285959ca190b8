import { Injectable } from '@nestjs/common';
import { topics } from '@paperboy/contracts';
import { ServiceClients } from '@paperboy/platform';
import { z } from 'zod';
import { RankingState } from '../state/ranking-state.store.js';
import { hasRead } from './readiness.js';

const publishedSchema = z.object({ settled: z.boolean(), positions: z.record(z.string(), z.string()) });

/** Asks the catalog how far it has published, to know whether the lists hold everything before a moment. */
@Injectable()
export class CatalogPositions {
  constructor(
    private readonly clients: ServiceClients,
    private readonly state: RankingState,
  ) {}

  /** Whether every vote and paper written before a moment is in the lists. Throws when the catalog can't be asked. */
  async allRead(before: Date): Promise<boolean> {
    const query = `?before=${encodeURIComponent(before.toISOString())}`;
    const ask = (of: string) =>
      this.clients.catalog.get(`/internal/${of}/positions${query}`, { schema: publishedSchema });
    const [votes, papers] = await Promise.all([ask('votes'), ask('papers')]);
    const read = await this.state.positions();
    return hasRead(topics.votes.name, votes, read) && hasRead(topics.papers.name, papers, read);
  }
}
