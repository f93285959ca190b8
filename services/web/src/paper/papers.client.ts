import { Injectable } from '@nestjs/common';
import { type CatalogPaper, comments, lists, papers, type ShownComment, type Why } from '@paperboy/contracts';
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

  /** The paper, its numbers and the comments on it. Throws as `read` does. */
  async discussed(
    id: string,
  ): Promise<{ paper: CatalogPaper; numbers: Numbers; comments: readonly ShownComment[] }> {
    const facts = await this.read(id);
    // Hardly any paper has comments, and ranking knows: so nothing more is asked for most pages.
    if (facts.numbers.comments === 0) return { ...facts, comments: [] };
    return { ...facts, ...(await this.clients.ask(comments.ofPaper, { params: { id } })) };
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
