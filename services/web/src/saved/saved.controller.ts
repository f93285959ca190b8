import { createHash } from 'node:crypto';
import { Controller, Get, Inject, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { type AskedOf, CITE_TYPES, FEED_TYPES, feeds, shelf, targetOf } from '@paperboy/contracts';
import {
  AllowEveryone,
  Asked,
  Clock,
  CONFIG,
  invalid,
  knows,
  type PersonCaller,
  Serves,
  ServiceClients,
  unauthorized,
} from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Changes } from '../change/changes.client.js';
import { bibliography } from '../cite/bibtex.js';
import { feedDocument } from '../feed/feed-document.js';
import { savedFeed } from '../feed/paper-feed.js';
import { Gate } from '../gate/gate.guard.js';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { listQuery, PAGE_SIZE } from '../list/list-address.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { OwnVotes } from '../vote/own-votes.client.js';
import type { WebConfig } from '../web.config.js';
import { savedPage } from './saved.template.js';

const HERE = '/saved';

/** What a person saved: a page, a feed by a secret address, and a file for BibTeX. */
@Controller()
@AllowEveryone()
export class SavedController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly changes: Changes,
    private readonly clock: Clock,
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly signedIn: SignedInGuard,
    private readonly pages: Pages,
    private readonly ownVotes: OwnVotes,
  ) {}

  @Get('saved')
  @UseFilters(PageProblems)
  async show(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = listQuery('new', undefined, query);
    if ('fault' in asked) throw invalid(asked.fault, asked.detail);
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    const { page } = asked;
    const [{ total, papers }, { feed }, changed] = await Promise.all([
      this.clients.ask(shelf.saved, { query: { p: page, limit: PAGE_SIZE } }, { as: person }),
      this.clients.ask(shelf.feedAddress, {}, { as: person }),
      page === 0 ? this.changes.all(person) : [],
    ]);
    const own = await this.ownVotes.of(
      person,
      papers.map(({ paper }) => paper.id),
    );
    const content = savedPage({ papers, changed, total, page, feed, own, now: this.clock.now() });
    this.pages.send(reply, content, { reader: person });
  }

  @Post('saved/feed')
  @UseFilters(PageProblems)
  makeFeed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.changeFeed(request, reply, (person) => this.clients.ask(shelf.makeFeed, {}, { as: person }));
  }

  @Post('saved/feed/end')
  @UseFilters(PageProblems)
  endFeed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.changeFeed(request, reply, (person) => this.clients.ask(shelf.endFeed, {}, { as: person }));
  }

  @Serves(shelf.bibliography)
  async bibliography(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const person = await this.gate.writer(request, reply);
    if (person === undefined) throw unauthorized('This needs a person: send a token, or sign in.');
    const { papers } = await this.clients.ask(shelf.whole, {}, { as: person });
    reply
      .code(200)
      .headers({
        'content-type': `${CITE_TYPES.bib}; charset=utf-8`,
        'content-disposition': 'attachment; filename="saved.bib"',
        'cache-control': 'private, no-store',
      })
      .send(bibliography(papers));
  }

  /** The private feed, which everybody with its address may read. It is not kept in caches that readers share. */
  @Serves(feeds.saved)
  async feed(
    @Asked() { params }: AskedOf<typeof feeds.saved>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const guess = await this.gate.guess(request);
    const { secret, format } = params;
    const { papers } = await this.clients.ask(shelf.ofFeed, { body: { secret } });
    await guess.wasKnown();
    const place = {
      publication: this.config.PUBLICATION_NAME,
      publicUrl: this.config.PUBLIC_URL,
      path: targetOf(feeds.saved, { params }),
      page: HERE,
    };
    const body = feedDocument(format, savedFeed(papers, place));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const isKnown = knows(request.headers['if-none-match'], etag);
    reply
      .code(isKnown ? 304 : 200)
      .headers({
        'content-type': `${FEED_TYPES[format]}; charset=utf-8`,
        'cache-control': 'private, no-cache',
        'x-robots-tag': 'noindex',
        etag,
      })
      .send(isKnown ? undefined : body);
  }

  private async changeFeed(
    request: FastifyRequest,
    reply: FastifyReply,
    deed: (person: PersonCaller) => Promise<unknown>,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    await deed(person);
    reply.code(303).header('location', `${HERE}#feed`).send();
  }
}
