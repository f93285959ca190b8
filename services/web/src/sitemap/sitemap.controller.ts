import { createHash } from 'node:crypto';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { holdings, type MonthPapers } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, notFound, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FeedCache } from '../feed/feed-cache.store.js';
import { sendCached } from '../shell/cached.answer.js';
import { paperPath } from '../text/paper-path.js';
import type { WebConfig } from '../web.config.js';
import { PIECE, pieceNamed, piecesOf, sitemap, sitemapIndex } from './sitemap.js';

const AN_HOUR = 'public, max-age=3600';

/** The sitemap for search engines: the lists, and all papers of the catalog by the month of their publication. */
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
      const { months } = await this.clients.ask(holdings.months, {});
      return sitemapIndex(['pages', ...piecesOf(months)].map((name) => this.whole(`/sitemap/${name}.xml`)));
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
    const piece = pieceNamed(name);
    if (piece === undefined) throw notFound('unknown-asset', 'There is no such file.');
    return this.send(`/sitemap/${file}`, request, reply, async () => {
      const ids = await this.idsOf(piece.month, piece.nth);
      return sitemap(ids.map((id) => this.whole(paperPath(id))));
    });
  }

  private readonly whole = (path: string) => `${this.config.PUBLIC_URL}${path}`;

  /** The ids of papers in the nth piece of a month, from 1. Each request continues where the one before ended. */
  private async idsOf(month: string, nth: number): Promise<string[]> {
    const ids: string[] = [];
    let seen = 0;
    let after: string | undefined;
    do {
      const page: MonthPapers = await this.clients.ask(holdings.ofMonth, {
        params: { month },
        query: { after },
      });
      if (seen >= (nth - 1) * PIECE) ids.push(...page.ids);
      seen += page.ids.length;
      after = page.next;
    } while (after !== undefined && seen < nth * PIECE);
    return ids;
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
