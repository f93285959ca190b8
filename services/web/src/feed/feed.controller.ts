import { Controller, Inject, Req, Res } from '@nestjs/common';
import {
  type AskedOf,
  type FeedFormat,
  type FeedQuery,
  feeds,
  type ListName,
  targetOf,
} from '@paperboy/contracts';
import { Asked, CONFIG, Serves } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SearchTurns } from '../gate/search-turns.guard.js';
import { listPath } from '../list/list-address.js';
import { sendCached } from '../shell/cached.answer.js';
import type { WebConfig } from '../web.config.js';
import { commentFeed } from './comment-feed.js';
import { editionFeed } from './edition-feed.js';
import { FeedCache, type Made } from './feed-cache.store.js';
import { Feeds } from './feeds.client.js';
import { unchangedSince } from './modified.js';
import { paperFeed, searchFeed } from './paper-feed.js';

type ListAsk = AskedOf<typeof feeds.day>;

/** Feeds of lists, of editions and of comments. */
@Controller()
export class FeedController {
  private readonly place: { readonly publication: string; readonly publicUrl: string };

  constructor(
    @Inject(CONFIG) config: WebConfig,
    private readonly cache: FeedCache,
    private readonly feeds: Feeds,
    private readonly turns: SearchTurns,
  ) {
    this.place = { publication: config.PUBLICATION_NAME, publicUrl: config.PUBLIC_URL };
  }

  @Serves(feeds.day)
  day(@Asked() asked: ListAsk, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.list('day', asked, request, reply);
  }

  @Serves(feeds.week)
  week(@Asked() asked: ListAsk, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.list('week', asked, request, reply);
  }

  @Serves(feeds.month)
  month(@Asked() asked: ListAsk, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.list('month', asked, request, reply);
  }

  @Serves(feeds.trending)
  trending(@Asked() asked: ListAsk, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.list('trending', asked, request, reply);
  }

  @Serves(feeds.new)
  new(@Asked() asked: ListAsk, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.list('new', asked, request, reply);
  }

  @Serves(feeds.search)
  search(
    @Asked() { params, query }: AskedOf<typeof feeds.search>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const path = targetOf(feeds.search, { params, query });
    const page = `/papers?${new URLSearchParams(query)}`;
    return this.turns.run(request, () =>
      this.send(params.format, path, request, reply, async () => {
        const { items } = await this.feeds.found(query.q);
        return { feed: searchFeed(query.q, items, { ...this.place, path, page }) };
      }),
    );
  }

  @Serves(feeds.editions)
  editions(
    @Asked() { params }: AskedOf<typeof feeds.editions>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const path = targetOf(feeds.editions, { params });
    return this.send(params.format, path, request, reply, async () => ({
      feed: editionFeed(params.cadence, await this.feeds.editions(params.cadence), { ...this.place, path }),
    }));
  }

  @Serves(feeds.comments)
  comments(
    @Asked() { params }: AskedOf<typeof feeds.comments>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // An old id keeps its slash, as in the address of its page.
    const path = targetOf(feeds.comments, { params }).replace('%2F', '/');
    return this.send(params.format, path, request, reply, async () => {
      const { paper, comments } = await this.feeds.comments(params.id);
      return { feed: commentFeed(paper, comments, { ...this.place, path }) };
    });
  }

  private list(
    list: ListName,
    { params, query }: { params: { format: FeedFormat }; query: FeedQuery },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const path = targetOf(feeds[list], { params, query });
    const { category } = query;
    const page = listPath({ list, page: 0, ...(category === undefined ? {} : { category }) });
    return this.send(params.format, path, request, reply, async () => {
      const { items, rebuilding } = await this.feeds.papers(list, query);
      return {
        feed: paperFeed(list, query, items, { ...this.place, path, page }),
        incomplete: rebuilding,
      };
    });
  }

  private async send(
    format: FeedFormat,
    path: string,
    request: FastifyRequest,
    reply: FastifyReply,
    make: () => Promise<Made>,
  ): Promise<void> {
    const read = await this.cache.feed(format, path, make);
    if (!read.stale && unchangedSince(request.headers, read.entry.headers)) {
      const { 'content-type': _type, ...headers } = read.entry.headers;
      reply.code(304).headers(headers).header('vary', 'accept-encoding').send();
      return;
    }
    await sendCached(request, reply, read, this.cache);
  }
}
