import { Injectable } from '@nestjs/common';
import {
  CADENCES,
  type Cadence,
  type CatalogPaper,
  comments,
  type EditionPage,
  editions,
  type FeedQuery,
  type ListAnswer,
  type ListName,
  lists,
  papers,
  type ShownComment,
  search,
} from '@paperboy/contracts';
import { ServiceClients } from '@paperboy/platform';
import { PAPERS_NAMED } from './edition-feed.js';
import { chosen, MOST_ITEMS } from './paper-feed.js';

/** How many pages of a list are read at most to find papers with enough upvotes. */
const MOST_PAGES = 5;
const PAGE = 100;
const EDITIONS = 30;

/** The papers of a feed. */
export interface FeedPapers {
  readonly items: ListAnswer['items'];
  /** True while ranking rebuilds its counts, when papers may be missing. */
  readonly rebuilding: boolean;
}

/** Reads the content of feeds from the services. Each method throws the service's Problem, 503 while it is away. */
@Injectable()
export class Feeds {
  constructor(private readonly clients: ServiceClients) {}

  /**
   * The papers of a list. A list of a day, week or month goes on with the period before, while there is room. So a
   * program that reads the feed once a day does not miss papers that came just before the day ended.
   */
  async papers(list: ListName, query: FeedQuery): Promise<FeedPapers> {
    const first = await this.page(list, query, 0);
    let { items, rebuilding } = first;
    const full = () => chosen(items, query).length >= MOST_ITEMS;
    // Later pages can hold papers with enough upvotes only when the list is not ordered by upvotes.
    const pages = query.min_upvotes === undefined || isCadence(list) ? 1 : Math.ceil(first.total / PAGE);
    for (let p = 1; p < Math.min(pages, MOST_PAGES) && !full(); p++)
      items = [...items, ...(await this.page(list, query, p)).items];
    if (first.previous !== undefined && !full()) {
      const before = await this.page(list, query, 0, first.previous);
      items = [...items, ...before.items];
      rebuilding ||= before.rebuilding;
    }
    return { items, rebuilding };
  }

  /** The newest papers that a search finds. Throws a 400 Problem for a text that can't be read as a search. */
  async found(q: string): Promise<FeedPapers> {
    const { hits } = await this.clients.ask(search.ask, { query: { q, sort: 'date', limit: MOST_ITEMS } });
    return { items: hits.map(({ item }) => item), rebuilding: false };
  }

  /** The newest editions of a cadence that have papers, with the first of these. */
  async editions(cadence: Cadence): Promise<EditionPage[]> {
    const closed = await this.clients.ask(editions.newest, { query: { cadence, limit: EDITIONS } });
    const ask = ({ id }: { id: string }) =>
      this.clients.ask(editions.papers, { params: { id }, query: { limit: PAPERS_NAMED } });
    return Promise.all(closed.filter((edition) => edition.papers > 0).map(ask));
  }

  /** A paper and the newest comments on it. Throws a 404 Problem for a paper that is not known. */
  async comments(id: string): Promise<{ paper: CatalogPaper; comments: readonly ShownComment[] }> {
    const [paper, said] = await Promise.all([
      this.clients.ask(papers.inCatalog, { params: { id } }),
      this.clients.ask(comments.ofPaper, { params: { id }, query: { order: 'newest', limit: MOST_ITEMS } }),
    ]);
    return { paper, comments: said.comments };
  }

  private page(
    list: ListName,
    { category, submitter }: FeedQuery,
    p: number,
    period?: string,
  ): Promise<ListAnswer> {
    return this.clients.ask(lists.read, {
      params: { list },
      query: { p, limit: PAGE, period, category, submitter },
    });
  }
}

function isCadence(list: ListName): boolean {
  return CADENCES.some((cadence) => cadence === list);
}
