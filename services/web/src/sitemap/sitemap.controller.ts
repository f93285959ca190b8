import { createHash } from 'node:crypto';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { editions, lists, parsePeriod } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, notFound, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FeedCache } from '../feed/feed-cache.store.js';
import { sendCached } from '../shell/cached.answer.js';
import { paperPath } from '../text/paper-path.js';
import type { WebConfig } from '../web.config.js';
import { sitemap, sitemapIndex } from './sitemap.js';

/** Months told, the newest first: more than arXiv is old. */
const MOST_MONTHS = 400;
/** The most papers of one month that are told; a page of a list has a hundred. */
const MOST_PAPERS = 5_000;
const PAGE = 100;
const AN_HOUR = 'public, max-age=3600';

/** What search engines are told of: the lists, and the papers on them, a file for each month. */
@Controller()
@AllowEveryone()
export class SitemapController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly cache: FeedCache,
    private readonly clients: ServiceClients,
  ) {}

  @Get('sitemap.xml')
  index(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send('/sitemap.xml', request, reply, async () => {
      const [closed, newest] = await Promise.all([
        this.clients.ask(editions.newest, { query: { cadence: 'month', limit: MOST_MONTHS } }),
        this.clients.ask(lists.archive, { query: {} }),
      ]);
      const months = new Set(
        [newest.month, ...closed.map(({ period }) => period)].filter((one) => one !== undefined),
      );
      return sitemapIndex(
        ['/sitemap/pages.xml', ...[...months].map((month) => `/sitemap/${month}.xml`)].map(this.whole),
      );
    });
  }

  @Get('sitemap/:file')
  file(
    @Param('file') file: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const name = /^(.+)\.xml$/.exec(file)?.[1] ?? '';
    if (name === 'pages')
      return this.send(`/sitemap/${file}`, request, reply, async () => sitemap(PAGES.map(this.whole)));
    if (parsePeriod('month', name) === undefined) throw notFound('unknown-asset', 'There is no such file.');
    return this.send(`/sitemap/${file}`, request, reply, async () =>
      sitemap((await this.papersOf(name)).map(this.whole)),
    );
  }

  private readonly whole = (path: string) => `${this.config.PUBLIC_URL}${path}`;

  /** The paths of the papers on the list of a month; those of the sample are not told. */
  private async papersOf(month: string): Promise<string[]> {
    const paths: string[] = [];
    for (let p = 0; p * PAGE < MOST_PAPERS; p += 1) {
      const list = await this.clients.ask(lists.read, {
        params: { list: 'month' },
        query: { period: month, p, limit: PAGE },
      });
      paths.push(
        ...list.items.filter(({ sample }) => sample !== true).map(({ paper }) => paperPath(paper.id)),
      );
      if ((p + 1) * PAGE >= list.total) break;
    }
    // Votes that reorder the list between two questions show a paper twice.
    return [...new Set(paths)];
  }

  private async send(
    path: string,
    request: FastifyRequest,
    reply: FastifyReply,
    make: () => Promise<string>,
  ): Promise<void> {
    const read = await this.cache.read(path, async () => {
      const body = Buffer.from(await make());
      const headers = {
        'content-type': 'application/xml; charset=utf-8',
        'cache-control': AN_HOUR,
        etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      };
      return { status: 200, headers, body };
    });
    await sendCached(request, reply, read, this.cache);
  }
}

const PAGES = [
  '/',
  '/papers/week',
  '/papers/month',
  '/papers/trending',
  '/papers/new',
  '/archive',
  '/categories',
  '/subscribe',
  '/feeds',
  '/about',
] as const;
