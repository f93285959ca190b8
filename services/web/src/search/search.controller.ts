import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import { type AnswerOf, search } from '@paperboy/contracts';
import { AllowEveryone, Clock, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { SearchTurns } from '../gate/search-turns.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { paperPath } from '../text/paper-path.js';
import { OwnVotes } from '../vote/own-votes.client.js';
import { searchPage } from './search.template.js';
import { FOUND_PER_PAGE, type SearchAddress, searchQuery } from './search-address.js';

/** The page of the search among all papers. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class SearchController {
  constructor(
    private readonly clock: Clock,
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly turns: SearchTurns,
    private readonly pages: Pages,
    private readonly ownVotes: OwnVotes,
  ) {}

  /**
   * `?q=` is the search; `sort`, `p`, `date` and `trending` are those of the API. A text that names one paper redirects
   * to it. For a text that can't be read as a search, the page has status 400 and says why.
   */
  @Get('papers')
  async find(
    @Query() asked: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const query = searchQuery(asked);
    const now = this.clock.now();
    const reader = await this.gate.reader(request);
    const as = reader ? { reader } : {};
    if (query.q === '') {
      this.pages.send(reply, searchPage({ query, now }), as);
      return;
    }
    const answer = await this.turns.run(request, () => this.answer(query));
    if (answer instanceof Problem) {
      this.pages.send(reply, searchPage({ query, now, fault: answer.detail }), { ...as, status: 400 });
      return;
    }
    if (answer.paper !== undefined && !query.typing) {
      reply.code(303).header('location', paperPath(answer.paper)).send();
      return;
    }
    const ids = answer.hits.map(({ item }) => item.paper.id);
    const own = reader && (await this.ownVotes.of(reader, ids));
    this.pages.send(reply, searchPage({ query, answer, now, ...(own ? { own } : {}) }), as);
  }

  /** The answer of the search, or what is wrong with the text. */
  private async answer({
    q,
    sort,
    page,
    v,
    date,
    trending,
    typing,
  }: SearchAddress): Promise<AnswerOf<typeof search.ask> | Problem> {
    try {
      return await this.clients.ask(search.ask, {
        query: {
          q,
          sort,
          p: page,
          v,
          limit: FOUND_PER_PAGE,
          date,
          trending: `${trending}`,
          typing: `${typing}`,
          facets: 'true',
        },
      });
    } catch (error) {
      if (error instanceof Problem && error.status === 400) return error;
      throw error;
    }
  }
}
