import { Controller, Req, Res } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, type SearchAnswer, search } from '@paperboy/contracts';
import { Asked, invalid, nextPage, notFound, Serves } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SearchFeed } from '../feed/search-feed.consumer.js';
import type { Question } from '../index/search-question.js';
import { asHtml, bestExcerpt } from '../query/marked-text.js';
import { parseQuery } from '../query/parse-query.js';
import type { SearchQuery } from '../query/search-query.js';
import { askedTerms } from './asked-terms.js';
import { HitItemsClient } from './hit-items.client.js';
import { type OrderedFinding, SearchOrders } from './search-orders.service.js';
import { TrendingPapers } from './trending-papers.client.js';

const EXCERPT = 300;

type SearchRequest = AskedOf<typeof search.papers>['query'] & {
  readonly typing?: boolean;
  readonly facets?: boolean;
};

/** The search, and the papers that are similar to one. */
@Controller()
export class SearchController {
  constructor(
    private readonly feed: SearchFeed,
    private readonly hitItems: HitItemsClient,
    private readonly orders: SearchOrders,
    private readonly trending: TrendingPapers,
  ) {}

  @Serves(search.papers)
  async papers(
    @Req() { url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Asked() { query: request }: AskedOf<typeof search.papers>,
  ): Promise<AnsweredBy<typeof search.papers>> {
    const { finding } = await this.found(request);
    const { items, current } = await this.hitItems.of(finding.hits);
    if (finding.more) reply.header('link', `<${nextPage(url, request.p + 1, finding.v)}>; rel="next"`);
    if (finding.partial) reply.header('x-paperboy-partial', 'true');
    if (finding.orderLost) reply.header('x-list-order', 'lost');
    if (!current) reply.header('x-paperboy-stale', 'true');
    return items.map((item, at) => {
      const { title, summary } = finding.hits[at] ?? NO_TEXTS;
      return {
        ...item,
        highlightedTitle: asHtml(title.text, title.marks),
        highlightedSummary: asHtml(
          summary.text,
          summary.marks,
          bestExcerpt(summary.text, summary.marks, EXCERPT),
        ),
      };
    });
  }

  @Serves(search.ask)
  async ask(@Asked() { query: request }: AskedOf<typeof search.ask>): Promise<AnsweredBy<typeof search.ask>> {
    const { finding, query } = await this.found(request);
    const { hits, suggestions, facets, ...rest } = finding;
    const { items, current } = await this.hitItems.of(hits);
    const answer: SearchAnswer = {
      q: request.q,
      asked: askedTerms(request.q, query),
      sort: request.sort,
      ...rest,
      hits: hits.flatMap(({ title, summary }, at) => {
        const item = items[at];
        if (item === undefined) return [];
        const marks = summary.marks.map(([start, end]): [number, number] => [start, end]);
        return [
          {
            item,
            title: {
              text: title.text,
              marks: title.marks.map(([start, end]): [number, number] => [start, end]),
            },
            summary: {
              text: summary.text,
              marks,
              excerpt: [...bestExcerpt(summary.text, marks, EXCERPT)] as [number, number],
            },
          },
        ];
      }),
      ...(facets === undefined
        ? {}
        : { facets: { categories: [...facets.categories], years: [...facets.years], of: facets.of } }),
      suggestions: suggestions.map(({ text, ...suggestion }) => ({ ...suggestion, q: text })),
      numbersCurrent: current,
    };
    return answer;
  }

  @Serves(search.similar)
  async similar(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Asked() { params, query }: AskedOf<typeof search.similar>,
  ): Promise<AnsweredBy<typeof search.similar>> {
    const hits = await this.feed.index().similar(params.id, query.limit);
    if (hits === undefined) throw notFound('unknown-paper', `The catalog has no paper ${params.id}.`);
    const { items, current } = await this.hitItems.of(hits);
    if (!current) reply.header('x-paperboy-stale', 'true');
    return [...items];
  }

  private async found(request: SearchRequest): Promise<{ finding: OrderedFinding; query: SearchQuery }> {
    const query = parseQuery(request.q);
    if ('fault' in query) {
      const { fault, detail, at } = query;
      throw invalid(fault, detail, [{ field: 'q', value: request.q.slice(at, at + 40), allowed: detail }]);
    }
    const index = this.feed.index();
    const trends = request.sort === 'trending' || request.trending;
    const question: Question = {
      text: request.q,
      query,
      typing: request.typing ?? false,
      sort: request.sort,
      ...(request.date === undefined ? {} : { day: request.date }),
      ...(trends ? { trending: await this.trending.ids() } : {}),
      onlyTrending: request.trending,
      offset: request.p * request.limit,
      limit: request.limit,
      facets: request.facets ?? false,
    };
    return { finding: await this.orders.ask(index, question, request.v), query };
  }
}

const NO_TEXTS = { title: { text: '', marks: [] }, summary: { text: '', marks: [] } };
