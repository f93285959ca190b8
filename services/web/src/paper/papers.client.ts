import { Injectable } from '@nestjs/common';
import {
  type AnswerOf,
  type CatalogPaper,
  comments,
  lists,
  type PaperNumbers,
  papers,
  type ShownComment,
  search,
  type Why,
} from '@paperboy/contracts';
import { type PersonCaller, Problem, ServiceClients } from '@paperboy/platform';

/** Papers that share characteristic words with another one, the most similar first. */
export type SimilarPapers = AnswerOf<typeof search.similar>;

const SIMILAR_SHOWN = 5;

/** Brings together what the catalog knows of a paper and what ranking counted. */
@Injectable()
export class Papers {
  constructor(private readonly clients: ServiceClients) {}

  /** The paper and its numbers. Throws a 404 Problem for a paper that is not known, 503 while a part is away. */
  async read(id: string): Promise<{ paper: CatalogPaper; numbers: PaperNumbers }> {
    const [paper, { standings }] = await Promise.all([
      this.clients.ask(papers.inCatalog, { params: { id } }),
      this.clients.ask(lists.standings, { query: { ids: id } }),
    ]);
    const counted = standings.find(({ paperId }) => paperId === id);
    return { paper, numbers: { upvotes: counted?.upvotes ?? 0, comments: counted?.comments ?? 0 } };
  }

  /**
   * The paper, its numbers, its newest comments from old to new with the place behind which the `older` ones begin, and
   * its rank. `fresh` reads the comments even when
   * ranking has counted none, so that a person sees the own comment at once. Throws as `read` does.
   */
  async discussed(
    id: string,
    { fresh = false } = {},
  ): Promise<{
    paper: CatalogPaper;
    numbers: PaperNumbers;
    comments: readonly ShownComment[];
    older?: string | undefined;
    locked?: boolean | undefined;
    why?: Why | undefined;
    similar: SimilarPapers;
  }> {
    const [facts, similar] = await Promise.all([this.read(id), this.similarTo(id)]);
    // Few papers have comments, and ranking knows their number. So most pages need no request for comments.
    const [said, why] = await Promise.all([
      facts.numbers.comments === 0 && !fresh
        ? { comments: [] }
        : this.clients.ask(comments.ofPaper, { params: { id }, query: { limit: 100, order: 'newest' } }),
      facts.paper.submission ? this.standingOf(id) : undefined,
    ]);
    const { comments: newest, next, locked }: AnswerOf<typeof comments.ofPaper> = said;
    return { ...facts, comments: newest.toReversed(), older: next, locked, why, similar };
  }

  /** The person's own comments on a paper that wait for a curator. */
  async waiting(id: string, person: PersonCaller): Promise<readonly ShownComment[]> {
    return (await this.clients.ask(comments.waiting, { params: { id } }, { as: person })).comments;
  }

  /** Similar papers. None while the search is away, since the page is useful without them. */
  private async similarTo(id: string): Promise<SimilarPapers> {
    try {
      return await this.clients.ask(search.similar, { params: { id }, query: { limit: SIMILAR_SHOWN } });
    } catch (error) {
      if (error instanceof Problem && (error.retriable || error.status === 404)) return [];
      throw error;
    }
  }

  /** The rank of the paper on Trending. Nothing when it is on no list, and while ranking is away. */
  private async standingOf(id: string): Promise<Why | undefined> {
    try {
      return await this.clients.ask(lists.why, { params: { id }, query: { list: 'trending' } });
    } catch (error) {
      if (error instanceof Problem && (error.retriable || error.status === 404)) return undefined;
      throw error;
    }
  }

  /** The paper, its rank on a list and the reasons for it. Throws as `read` does. */
  async why(id: string, list: Why['list']): Promise<{ paper: CatalogPaper; why: Why }> {
    const [paper, why] = await Promise.all([
      this.clients.ask(papers.inCatalog, { params: { id } }),
      this.clients.ask(lists.why, { params: { id }, query: { list } }),
    ]);
    return { paper, why };
  }
}
