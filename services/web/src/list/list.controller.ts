import { Controller, Get, Inject, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { type ListAnswer, type ListName, lists } from '@paperboy/contracts';
import {
  AllowEveryone,
  type CacheEntry,
  Clock,
  CONFIG,
  invalid,
  notFound,
  problemFrom,
  type Revalidation,
  ServiceClients,
} from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { Answers } from '../shell/answers.store.js';
import { sendCached } from '../shell/cached.answer.js';
import type { PageContent } from '../shell/page.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { readUpstream } from '../shell/upstream.js';
import { type OwnVote, OwnVotes } from '../vote/own-votes.client.js';
import type { WebConfig } from '../web.config.js';
import { listPage } from './list.template.js';
import { type AddressFault, type ListAddress, listPath, listQuery, rankingPath } from './list-address.js';

/** The pages of lists. Each is a view of one list of ranking; `?category=` and `?p=` (from 0) choose a part of it. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class ListController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clock: Clock,
    private readonly clients: ServiceClients,
    private readonly cache: Answers,
    private readonly gate: Gate,
    private readonly pages: Pages,
    private readonly ownVotes: OwnVotes,
  ) {}

  @Get()
  home(@Query() query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.show(listQuery('day', undefined, query), request, reply);
  }

  /** Handles the form in the masthead: leads to the list of the chosen day. */
  @Get('papers/date')
  pick(@Query('date') date: unknown, @Res() reply: FastifyReply): void {
    const query = listQuery('day', typeof date === 'string' ? date : '', {});
    if ('fault' in query) throw notFound(query.fault, query.detail);
    reply.code(303).header('location', listPath(query)).send();
  }

  @Get(['papers/date/:period', 'papers/week/:period', 'papers/month/:period'])
  period(
    @Param('period') period: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.show(listQuery(listOf(request), period, query), request, reply);
  }

  @Get(['papers/week', 'papers/month', 'papers/trending', 'papers/new'])
  newest(@Query() query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.show(listQuery(listOf(request), undefined, query), request, reply);
  }

  private async show(
    query: ListAddress | AddressFault,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    if ('fault' in query) {
      throw query.fault === 'unknown-period'
        ? notFound(query.fault, query.detail)
        : invalid(query.fault, query.detail);
    }
    const reader = await this.gate.reader(request);
    if (reader === undefined) {
      const key = `page ${listPath(query)}`;
      const read = await this.cache.read(key, (known) => this.revalidatePage(query, known));
      this.cache.remember(request, key);
      await sendCached(request, reply, read, this.cache);
      return;
    }
    const path = rankingPath(query);
    const { entry } = await this.cache.read(`list ${path}`, (known) =>
      readUpstream('ranking', this.clients.ranking, path, known),
    );
    const list = parsed(entry);
    const own = await this.ownVotes.of(
      reader,
      list.items.map(({ paper }) => paper.id),
    );
    this.pages.send(reply, this.content(query, request.url, list, own), { reader });
  }

  /** The page of a list for everyone. It is made again only when the list or the current date has changed. */
  private async revalidatePage(query: ListAddress, known: CacheEntry | undefined): Promise<Revalidation> {
    const today = this.clock.now().toISOString().slice(0, 10);
    const mark = known?.version?.indexOf(' ') ?? -1;
    const sameDay = known?.version?.slice(0, mark) === today;
    const list = await readUpstream(
      'ranking',
      this.clients.ranking,
      rankingPath(query),
      sameDay && known ? { ...known, version: known.version?.slice(mark + 1) } : undefined,
    );
    if (list === 'unchanged') return 'unchanged';
    const page = this.pages.entryOf(this.content(query, listPath(query), parsed(list)));
    const stale = list.headers['x-paperboy-stale'];
    return {
      ...page,
      headers: { ...page.headers, ...(stale === undefined ? {} : { 'x-paperboy-stale': stale }) },
      ...(list.version === undefined ? {} : { version: `${today} ${list.version}` }),
    };
  }

  private content(
    query: ListAddress,
    address: string,
    list: ListAnswer,
    own?: ReadonlyMap<string, OwnVote>,
  ): PageContent {
    return listPage({
      query,
      address,
      list,
      now: this.clock.now(),
      zone: this.config.PUBLICATION_TIME_ZONE,
      publication: this.config.PUBLICATION_NAME,
      publicUrl: this.config.PUBLIC_URL,
      ...(own === undefined ? {} : { own }),
    });
  }
}

function parsed(entry: CacheEntry): ListAnswer {
  if (entry.status !== 200) throw problemFrom('ranking', { ...entry, headers: { ...entry.headers } });
  return lists.read.answer.parse(JSON.parse(entry.body.toString('utf8')));
}

const LISTS: Readonly<Record<string, ListName>> = {
  date: 'day',
  week: 'week',
  month: 'month',
  trending: 'trending',
  new: 'new',
};

/** The list that the matched route names. */
function listOf(request: FastifyRequest): ListName {
  return LISTS[request.routeOptions.url?.split('/')[2] ?? ''] ?? 'day';
}
