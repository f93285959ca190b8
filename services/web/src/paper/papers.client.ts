import { Injectable } from '@nestjs/common';
import { ServiceClients } from '@paperboy/platform';
import {
  type CatalogPaper,
  catalogPaperSchema,
  commentsSchema,
  type Numbers,
  type PaperComment,
  standingsSchema,
} from './paper-detail.js';
import { type Why, whySchema } from './why.js';

/** Brings together what the catalog knows of a paper and what ranking counted. */
@Injectable()
export class Papers {
  constructor(private readonly clients: ServiceClients) {}

  /** The paper and its numbers. Throws a 404 Problem for a paper that is not known, 503 while a part is away. */
  async read(paperId: string): Promise<{ paper: CatalogPaper; numbers: Numbers }> {
    const id = encodeURIComponent(paperId);
    const [paper, { standings }] = await Promise.all([
      this.clients.catalog.get(`/internal/papers/${id}`, { schema: catalogPaperSchema }),
      this.clients.ranking.get(`/internal/papers/standing?ids=${id}`, { schema: standingsSchema }),
    ]);
    const counted = standings.find((standing) => standing.paperId === paperId);
    return { paper, numbers: { upvotes: counted?.upvotes ?? 0, comments: counted?.comments ?? 0 } };
  }

  /** The paper, its numbers and the comments on it. Throws as `read` does. */
  async discussed(
    paperId: string,
  ): Promise<{ paper: CatalogPaper; numbers: Numbers; comments: readonly PaperComment[] }> {
    const facts = await this.read(paperId);
    // Hardly any paper has comments, and ranking knows: so nothing more is asked for most pages.
    if (facts.numbers.comments === 0) return { ...facts, comments: [] };
    const path = `/internal/papers/${encodeURIComponent(paperId)}/comments`;
    return { ...facts, ...(await this.clients.catalog.get(path, { schema: commentsSchema })) };
  }

  /** The paper, and why it stands where it stands on a list. Throws as `read` does. */
  async why(paperId: string, list: Why['list']): Promise<{ paper: CatalogPaper; why: Why }> {
    const id = encodeURIComponent(paperId);
    const [paper, why] = await Promise.all([
      this.clients.catalog.get(`/internal/papers/${id}`, { schema: catalogPaperSchema }),
      this.clients.ranking.get(`/api/papers/${id}/why?list=${list}`, { schema: whySchema }),
    ]);
    return { paper, why };
  }
}
