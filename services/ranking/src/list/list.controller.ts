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
import {
  Asked,
  type CachedAnswer,
  FastPath,
  invalid,
  nextPage,
  type ReadyAnswer,
  Serves,
  unavailable,
} from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ListReader } from './list.reader.js';
import { ListCache, type ListCacheEntry, type Rendered } from './list-cache.js';
import { dailyQuery, type ListQuery, queryKey } from './list-query.js';

const RETRY_AFTER_SECONDS = 2;

/** Renders an answer as bytes. */
type Shape = (answer: ListAnswer) => Pick<Rendered, 'bytes' | 'marked'>;

/** The lists over HTTP, as bytes that are cached until something in them changes. */
@Controller()
export class ListController {
  private readonly cache: ListCache;

  constructor(
    private readonly reader: ListReader,
    fastPath: FastPath,
  ) {
    this.cache = new ListCache(
      (list) => reader.version(queryOfKey(list)),
      () => performance.now(),
    );
    fastPath.offer(({ url = '', headers }) => this.ready(url, headers));
  }

  /**
   * `ETag` changes with the list; `Link` names the next page, and a page past the end is empty. Trending ends after 1,000
   * papers, after 200 of a category. A client that follows `Link` gets no paper twice and misses none. `v` names the
   * order of these pages. `X-List-Order: lost` says that this order is not known any more and the page is in the
   * current one.
   */
  @Serves(lists.daily)
  daily(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Asked() asked: AskedOf<typeof lists.daily>,
  ): Promise<void> {
    const query = dailyQuery(asked.query);
    return this.serve(`items ${queryKey(query)}`, query, 'date', request, reply, ({ items }) => ({
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
    return this.serve(`list ${queryKey(query)}`, query, 'period', request, reply, (answer) => ({
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
   * The cached answer for a URL, while the cache may give it without asking Redis. It is sent before the request is
   * routed. That is safe, because these routes are open to all and the URL alone says which part of which list is
   * meant.
   */
  private ready(url: string, headers: IncomingHttpHeaders): ReadyAnswer | undefined {
    const found = this.cache.freshFor(url);
    if (found === undefined) return undefined;
    const { entry, shortcut } = found;
    return { route: shortcut.route, ...answerOf({ entry, stale: false }, shortcut.next, headers) };
  }

  private async serve(
    key: string,
    query: ListQuery,
    periodIn: string,
    request: FastifyRequest,
    reply: FastifyReply,
    shape: Shape,
  ): Promise<void> {
    const { url, headers } = request;
    const next = nextPage(url, query.p + 1);
    const answer = answerOf(await this.read(key, query, periodIn, shape), next, headers);
    for (let at = 0; at < answer.headers.length; at += 2)
      reply.header(answer.headers[at] as string, answer.headers[at + 1]);
    reply.code(answer.status).send(answer.body);
    this.cache.remember(request, key, next);
  }

  private async read(
    key: string,
    query: ListQuery,
    periodIn: string,
    shape: Shape,
  ): Promise<CachedAnswer<ListCacheEntry>> {
    try {
      return await this.cache.read(key, (known) =>
        this.cache.revalidate(known, listKey(query), () => this.render(query, periodIn, shape)),
      );
    } catch (error) {
      throw unavailable(
        'lists-unavailable',
        `The ${query.list} list cannot be read now.`,
        RETRY_AFTER_SECONDS,
        error,
      );
    }
  }

  private async render(query: ListQuery, periodIn: string, shape: Shape): Promise<Rendered> {
    const answer = await this.reader.read(query);
    const rendered = { ...shape(answer), ...(answer.orderLost ? { orderLost: true } : {}) };
    if ((query.p + 1) * query.limit >= answer.total) return rendered;
    // Names the period of the next page, because the newest period may be another one by then.
    const period =
      query.period === undefined && answer.period !== undefined ? `&${periodIn}=${answer.period}` : '';
    return { ...rendered, further: `${period}${answer.v === undefined ? '' : `&v=${answer.v}`}` };
  }
}

/** The key of the list on whose version the bytes of a query depend. */
function listKey({ list, period }: ListQuery): string {
  if (list === 'trending' || list === 'new') return list;
  return `${list}:${period ?? ''}`;
}

/** The list and period of a key that `listKey` made. */
function queryOfKey(key: string): Pick<ListQuery, 'list' | 'period'> {
  const [list, period] = key.split(':') as [ListName, string | undefined];
  return period ? { list, period } : { list };
}

/** Makes the HTTP answer of a cached list, for the fast path and for the route. */
function answerOf(
  { entry, stale }: CachedAnswer<ListCacheEntry>,
  next: string | undefined,
  given: IncomingHttpHeaders,
): Omit<ReadyAnswer, 'route'> {
  const { body, further } = entry;
  const headers = [...entry.flatHeaders];
  if (further !== undefined && next !== undefined) headers.push('link', `<${next}${further}>; rel="next"`);
  if (stale) headers.push('x-paperboy-stale', 'away');
  const isCurrent = !stale && entry.headers['x-paperboy-stale'] === undefined;
  if (isCurrent && given['if-none-match'] === entry.headers.etag) return { status: 304, headers };
  headers.push('content-type', 'application/json; charset=utf-8', 'content-length', String(body.length));
  return { status: 200, headers, body };
}
