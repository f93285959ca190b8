import { Inject, Injectable } from '@nestjs/common';
import { type ListItem, listItemOf, type ShownPaper } from '@paperboy/contracts';
import { CONFIG } from '@paperboy/platform';
import { LiveLists } from '../live/live-lists.store.js';
import type { RankingConfig } from '../ranking.config.js';

/** Shapes papers for clients, with the current names of their submitters. */
@Injectable()
export class HfShapeReader {
  constructor(
    @Inject(CONFIG) private readonly config: RankingConfig,
    private readonly state: LiveLists,
  ) {}

  /** Makes the items of papers. Missing names are read from Redis, since an edition keeps only the ids of people. */
  async items(papers: readonly ShownPaper[]): Promise<ListItem[]> {
    const unknown = papers.flatMap(({ card, submitter }) => (submitter ? [] : (card.submittedBy ?? [])));
    const names = unknown.length > 0 ? await this.state.people([...new Set(unknown)]) : new Map();
    return papers.map((paper) => {
      const submitter = paper.submitter ?? names.get(paper.card.submittedBy ?? '');
      return listItemOf({ ...paper, ...(submitter ? { submitter } : {}) }, this.config.PUBLIC_URL);
    });
  }
}
