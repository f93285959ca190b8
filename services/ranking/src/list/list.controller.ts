import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { invalid, unavailable, ZodQuery } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { CADENCES, parsePeriod } from '../period/period.js';
import { RankingState } from '../state/ranking-state.store.js';
import { ByteCache, type Rendered, type Served } from './byte-cache.js';
import { dailyPapersQuery, LISTS, type ListQuery, listQuery, queryKey } from './list-query.js';
import { type ListAnswer, ListReader } from './list-reader.store.js';

const RETRY_AFTER_SECONDS = 2;

/** The lists over HTTP, as bytes that are kept as long as nothing in them changed. */
@Controller()
export class ListController {
  private readonly cache: ByteCache;

  constructor(
    private readonly reader: ListReader,
    state: RankingState,
  ) {
    this.cache = new ByteCache(
      (list) => state.version(list),
      () => performance.now(),
    );
  }

  /**
   * Papers of a day (the newest with papers unless `date` says), `week` or `month`, or with `sort=trending` and no
   * period the trending list; a bare array in the shape of the Hugging Face API. `p` from 0, `limit` 1 to 100 (50),
   * `submitter` a handle, `category` of arXiv, `sort` publishedAt or trending. A page past the end is empty. `Link`
   * names the next page; `ETag` changes with the list. 400 `invalid-request`, 503 `lists-unavailable`.
   */
  @Get('api/daily_papers')
  daily(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @ZodQuery(dailyPapersQuery) query: ListQuery,
  ): Promise<void> {
    return this.serve(`items ${queryKey(query)}`, query, request, reply, (answer) =>
      JSON.stringify(answer.items),
    );
  }

  /** A list with its period, for web and the other services: the same items within what is known about the list. */
  @Get('internal/lists/:list')
  list(
    @Param('list') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @ZodQuery(listQuery) given: z.output<typeof listQuery>,
  ): Promise<void> {
    const query = this.queryOf(name, given);
    return this.serve(`list ${queryKey(query)}`, query, request, reply, (answer) => JSON.stringify(answer));
  }

  private queryOf(name: string, { period, ...rest }: z.output<typeof listQuery>): ListQuery {
    const list = LISTS.find((known) => known === name);
    if (!list) throw invalid('no-such-list', `There is no list ${name.slice(0, 40)}: ${LISTS.join(', ')}.`);
    const cadence = CADENCES.find((known) => known === list);
    if (period === undefined || !cadence) return { list, ...rest };
    if (!parsePeriod(cadence, period)) throw invalid('no-such-period', `There is no ${cadence} ${period}.`);
    return { list, period, ...rest };
  }

  private async serve(
    key: string,
    query: ListQuery,
    request: FastifyRequest,
    reply: FastifyReply,
    text: (answer: ListAnswer) => string,
  ): Promise<void> {
    const list = listKey(query);
    const served =
      this.cache.fresh(key, list) ??
      (await this.answer(key, list, query, () => this.render(query, request, text)));
    send(served, request, reply);
  }

  private async answer(
    key: string,
    list: string,
    query: ListQuery,
    render: () => Promise<Rendered>,
  ): Promise<Served> {
    try {
      return await this.cache.get(key, list, render);
    } catch (error) {
      throw unavailable(
        'lists-unavailable',
        `The ${query.list} list can not be read now.`,
        RETRY_AFTER_SECONDS,
        error,
      );
    }
  }

  private async render(
    query: ListQuery,
    request: FastifyRequest,
    text: (answer: ListAnswer) => string,
  ): Promise<Rendered> {
    const answer = await this.reader.read(query);
    const more = (query.p + 1) * query.limit < answer.total;
    return {
      bytes: Buffer.from(text(answer)),
      marked: Buffer.from(text({ ...answer, rebuilding: true })),
      ...(more ? { link: nextLink(request.url, query.p + 1) } : {}),
    };
  }
}

/** The version of this list is what the bytes of a query depend on. */
function listKey({ list, period }: ListQuery): string {
  if (list === 'trending' || list === 'new') return list;
  if (period !== undefined) return `${list}:${period}`;
  return list === 'day' ? 'day:' : `${list}:`;
}

function nextLink(url: string, page: number): string {
  const next = new URL(url, 'http://localhost');
  next.searchParams.set('p', String(page));
  return `<${next.pathname}${next.search}>; rel="next"`;
}

function send(served: Served, request: FastifyRequest, reply: FastifyReply): void {
  reply
    .header('etag', served.etag)
    .header('cache-control', 'no-cache')
    .header('x-list-version', served.version);
  if (served.link !== undefined) reply.header('link', served.link);
  if (served.stale !== undefined) reply.header('x-paperboy-stale', served.stale);
  if (served.stale === undefined && request.headers['if-none-match'] === served.etag) {
    reply.code(304).send();
    return;
  }
  reply.header('content-type', 'application/json; charset=utf-8').send(served.bytes);
}
