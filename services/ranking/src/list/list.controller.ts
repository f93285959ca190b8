import type { IncomingHttpHeaders } from 'node:http';
import { Controller, Req, Res } from '@nestjs/common';
import {
  type AskedOf,
  CADENCES,
  LISTS,
  type ListAnswer,
  type ListName,
  lists,
  parsePeriod,
} from '@paperboy/contracts';
import { Asked, invalid, type ReadyAnswer, Serves, ShortWay, unavailable } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { ByteCache, type Rendered, type Served } from './byte-cache.js';
import { dailyQuery, type ListQuery, queryKey } from './list-query.js';
import { ListReader } from './list-reader.store.js';

const RETRY_AFTER_SECONDS = 2;
const KNOWN_URLS = 5_000;
const LONGEST_KNOWN = 300;

/** What a URL that was answered before stands for. */
interface Known {
  route: string;
  key: string;
  list: string;
  /** The URL of the page after it. */
  next: string;
}

/** The lists over HTTP, as bytes that are kept as long as nothing in them changed. */
@Controller()
export class ListController {
  private readonly cache: ByteCache;
  private readonly known = new LRUCache<string, Known>({ max: KNOWN_URLS });

  constructor(
    private readonly reader: ListReader,
    shortWay: ShortWay,
  ) {
    this.cache = new ByteCache(
      (list) => reader.version(queryOfKey(list)),
      () => performance.now(),
    );
    shortWay.offer(({ url = '', headers }) => this.ready(url, headers));
  }

  /** `ETag` changes with the list; `Link` names the next page, and a page past the end is empty. */
  @Serves(lists.daily)
  daily(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Asked() asked: AskedOf<typeof lists.daily>,
  ): Promise<void> {
    const query = dailyQuery(asked.query);
    return this.serve(`items ${queryKey(query)}`, query, request, reply, ({ items }) => ({
      bytes: Buffer.from(JSON.stringify(items.map(({ liveUpvotes: _live, ...item }) => item))),
    }));
  }

  @Serves(lists.read)
  list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Asked() asked: AskedOf<typeof lists.read>,
  ): Promise<void> {
    const query = this.queryOf(asked.params.list, asked.query);
    return this.serve(`list ${queryKey(query)}`, query, request, reply, (answer) => ({
      bytes: Buffer.from(JSON.stringify(answer)),
      marked: Buffer.from(JSON.stringify({ ...answer, rebuilding: true })),
    }));
  }

  private queryOf(name: string, { period, ...rest }: AskedOf<typeof lists.read>['query']): ListQuery {
    const list = LISTS.find((known) => known === name);
    if (!list) throw invalid('no-such-list', `There is no list ${name.slice(0, 40)}: ${LISTS.join(', ')}.`);
    const cadence = CADENCES.find((known) => known === list);
    if (period === undefined || !cadence) return { list, ...rest };
    if (!parsePeriod(cadence, period)) throw invalid('no-such-period', `There is no ${cadence} ${period}.`);
    return { list, period, ...rest };
  }

  /**
   * What a URL is answered with as long as the cache may give it without asking. Nothing but the URL says which part of
   * which list is meant, and these routes are open to all, so that it can be told before the request is routed.
   */
  private ready(url: string, headers: IncomingHttpHeaders): ReadyAnswer | undefined {
    const known = this.known.get(url);
    const served = known && this.cache.fresh(known.key, known.list);
    return served && { route: known.route, ...answerOf(served, known.next, headers) };
  }

  private async serve(
    key: string,
    query: ListQuery,
    request: FastifyRequest,
    reply: FastifyReply,
    shape: (answer: ListAnswer) => Omit<Rendered, 'more'>,
  ): Promise<void> {
    const list = listKey(query);
    const { url, headers } = request;
    const next = nextPage(url, query.p + 1);
    const served =
      this.cache.fresh(key, list) ?? (await this.answer(key, list, query, () => this.render(query, shape)));
    const answer = answerOf(served, next, headers);
    for (let at = 0; at < answer.headers.length; at += 2)
      reply.header(answer.headers[at] as string, answer.headers[at + 1]);
    reply.code(answer.status).send(answer.body);
    const route = request.routeOptions.url ?? '';
    if (url.length <= LONGEST_KNOWN) this.known.set(url, { route, key, list, next });
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
    shape: (answer: ListAnswer) => Omit<Rendered, 'more'>,
  ): Promise<Rendered> {
    const answer = await this.reader.read(query);
    return { ...shape(answer), more: (query.p + 1) * query.limit < answer.total };
  }
}

/** The version of this list is what the bytes of a query depend on. */
function listKey({ list, period }: ListQuery): string {
  if (list === 'trending' || list === 'new') return list;
  return `${list}:${period ?? ''}`;
}

/** The list of a key of `listKey`. */
function queryOfKey(key: string): Pick<ListQuery, 'list' | 'period'> {
  const [list, period] = key.split(':') as [ListName, string | undefined];
  return period ? { list, period } : { list };
}

function nextPage(url: string, page: number): string {
  const next = new URL(url, 'http://localhost');
  next.searchParams.set('p', String(page));
  return `${next.pathname}${next.search}`;
}

/** A list as an answer, for the short way and for the route. */
function answerOf(
  { bytes, more, etag, version, stale }: Served,
  next: string,
  given: IncomingHttpHeaders,
): Omit<ReadyAnswer, 'route'> {
  const headers = ['etag', etag, 'cache-control', 'no-cache', 'x-list-version', version];
  if (more) headers.push('link', `<${next}>; rel="next"`);
  if (stale !== undefined) headers.push('x-paperboy-stale', stale);
  if (stale === undefined && given['if-none-match'] === etag) return { status: 304, headers };
  headers.push('content-type', 'application/json; charset=utf-8', 'content-length', String(bytes.length));
  return { status: 200, headers, body: bytes };
}
