import { Injectable } from '@nestjs/common';
import { type CatalogPaper, lists, papers, type Why } from '@paperboy/contracts';
import { ServiceClients } from '@paperboy/platform';
import type { Numbers } from './paper-detail.js';

/** Brings together what the catalog knows of a paper and what ranking counted. */
@Injectable()
export class Papers {
  constructor(private readonly clients: ServiceClients) {}

  /** The paper and its numbers. Throws a 404 Problem for a paper that is not known, 503 while a part is away. */
  async read(id: string): Promise<{ paper: CatalogPaper; numbers: Numbers }> {
    const [paper, { standings }] = await Promise.all([
      this.clients.ask(papers.inCatalog, { params: { id } }),
      this.clients.ask(lists.standings, { query: { ids: id } }),
    ]);
    const counted = standings.find(({ paperId }) => paperId === id);
    return { paper, numbers: { upvotes: counted?.upvotes ?? 0, comments: counted?.comments ?? 0 } };
  }

  /** The paper, and why it stands where it stands on a list. Throws as `read` does. */
  async why(id: string, list: Why['list']): Promise<{ paper: CatalogPaper; why: Why }> {
    const [paper, why] = await Promise.all([
      this.clients.ask(papers.inCatalog, { params: { id } }),
      this.clients.ask(lists.why, { params: { id }, query: { list } }),
    ]);
    return { paper, why };
  }
}
