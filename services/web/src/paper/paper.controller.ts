import { Controller, Get, Inject, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { lists, paperIdOf, type VoteWish } from '@paperboy/contracts';
import { AllowEveryone, Clock, CONFIG, invalid, notFound, unauthorized } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sendRead } from '../answer/answer.server.js';
import { asksForData } from '../answer/asks-for-data.js';
import { PageProblems } from '../answer/page-problems.filter.js';
import { Pages } from '../answer/pages.server.js';
import { ReadCache } from '../answer/read-cache.store.js';
import { Votes } from '../door/votes.client.js';
import { Gate } from '../gate/gate.guard.js';
import { interruptedCookie } from '../gate/interrupted.js';
import { returnPath } from '../gate/return-path.js';
import { paperPath } from '../list/vote.template.js';
import type { WebConfig } from '../web.config.js';
import { paperPage } from './paper.template.js';
import { Papers } from './papers.client.js';
import { Standing } from './standing.client.js';
import { whyPage } from './why.template.js';

const formSchema = z.object({ return: z.string() });

/** The page of a paper and its vote button. */
@Controller('papers/:id')
@AllowEveryone()
@UseFilters(PageProblems)
export class PaperController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clock: Clock,
    private readonly cache: ReadCache,
    private readonly gate: Gate,
    private readonly pages: Pages,
    private readonly papers: Papers,
    private readonly standing: Standing,
    private readonly votes: Votes,
  ) {}

  @Get()
  async show(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = known(id);
    if (paperId !== id) {
      // A paper has one address, whichever version was pasted.
      reply.code(301).header('location', paperPath(paperId)).send();
      return;
    }
    const reader = await this.gate.reader(request);
    if (reader === undefined) {
      const key = `paper ${paperId}`;
      const read = await this.cache.read(key, async () =>
        this.pages.held(paperPage({ ...(await this.papers.discussed(paperId)), now: this.clock.now() })),
      );
      this.cache.remember(request, key);
      await sendRead(request, reply, read, this.cache);
      return;
    }
    const [facts, own] = await Promise.all([
      this.papers.discussed(paperId),
      this.standing.of(reader, [paperId]),
    ]);
    const page = paperPage({ ...facts, now: this.clock.now(), own: own.get(paperId) });
    this.pages.send(reply, page, { reader });
  }

  /** Why it stands where it stands; `?list=` trending (the default), day, week, month or new. */
  @Get('why')
  async why(
    @Param('id') id: string,
    @Query('list') list: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = known(id);
    const asked = lists.why.query.safeParse({ list });
    if (!asked.success) throw invalid('no-such-list', 'The list is trending, day, week, month or new.');
    const [reader, facts] = await Promise.all([
      this.gate.reader(request),
      this.papers.why(paperId, asked.data.list),
    ]);
    this.pages.send(reply, whyPage(facts), reader ? { reader } : {});
  }

  @Post('upvote')
  upvote(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.vote('cast', known(id), request, reply);
  }

  @Post('upvote/withdraw')
  withdraw(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.vote('withdraw', known(id), request, reply);
  }

  /**
   * Votes and goes back to where the button was; who is not signed in does so first, and votes as part of it. Whoever
   * asks for data is told how the paper stands now, and 401 when not signed in.
   */
  private async vote(
    wish: VoteWish,
    paperId: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const person = await this.gate.writer(request, reply);
    if (asksForData(request.headers)) {
      if (person === undefined) throw unauthorized('Upvoting needs an account: please sign in.');
      const { upvoted } = await this.votes.change(person.id, paperId, wish);
      const upvotes = (await this.standing.of(person, [paperId])).get(paperId)?.upvotes;
      reply.code(200).headers({ 'cache-control': 'no-store' }).send({ paperId, upvoted, upvotes });
      return;
    }
    // Whatever was sent as a body, the vote is taken: a body without a way back leads to the paper.
    const form = formSchema.safeParse(request.body);
    const back = form.success ? returnPath(form.data.return) : paperPath(paperId);
    if (person === undefined) {
      const what = wish === 'cast' ? { paperId, back } : { back };
      const cookie = interruptedCookie(this.config.PUBLIC_URL, what);
      reply.code(303).header('set-cookie', cookie).header('location', '/sign-in').send();
      return;
    }
    await this.votes.change(person.id, paperId, wish);
    reply.code(303).header('location', back).send();
  }
}

function known(id: string): string {
  const paperId = paperIdOf(id);
  if (paperId === undefined)
    throw notFound('unknown-paper', 'There is no such paper: an arXiv id looks like 2602.23229.');
  return paperId;
}
