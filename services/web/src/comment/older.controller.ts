import { Controller, Get, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { comments, papers } from '@paperboy/contracts';
import { AllowEveryone, Clock, notFound, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { Answers } from '../shell/answers.store.js';
import { sendCached } from '../shell/cached.answer.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { knownPaperId } from '../shell/paper-id.js';
import { paperPath } from '../text/paper-path.js';
import { type OlderPageProps, olderPage } from './older.template.js';

const PAGE = 100;

/** The pages of older comments. The page of a paper shows the newest. */
@Controller('papers/:id/comments')
@AllowEveryone()
@UseFilters(PageProblems)
export class OlderCommentsController {
  constructor(
    private readonly cache: Answers,
    private readonly clients: ServiceClients,
    private readonly clock: Clock,
    private readonly gate: Gate,
    private readonly pages: Pages,
  ) {}

  /** `?after=` is the place of a comment. Without it the newest comments are asked for, which the paper's page has. */
  @Get()
  async show(
    @Param('id') id: string,
    @Query('after') after: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    if (after === undefined) {
      reply
        .code(303)
        .header('location', `${paperPath(paperId)}#comments`)
        .send();
      return;
    }
    const asked = comments.ofPaper.query.safeParse({ after });
    if (!asked.success || asked.data.after === undefined)
      throw notFound('unknown-comment', 'There is no such page of comments.');
    const place = asked.data.after;
    const reader = await this.gate.reader(request);
    if (reader !== undefined) {
      this.pages.send(reply, olderPage({ ...(await this.read(paperId, place)), reader }), { reader });
      return;
    }
    const read = await this.cache.read(`comments ${paperId} ${place}`, async () =>
      this.pages.entryOf(olderPage(await this.read(paperId, place))),
    );
    await sendCached(request, reply, read, this.cache);
  }

  private async read(paperId: string, after: string): Promise<OlderPageProps> {
    const [paper, found] = await Promise.all([
      this.clients.ask(papers.inCatalog, { params: { id: paperId } }),
      this.clients.ask(comments.ofPaper, {
        params: { id: paperId },
        query: { limit: PAGE, order: 'newest', after },
      }),
    ]);
    const inOrder = found.comments.toReversed();
    return { paper, after, comments: inOrder, older: found.next, now: this.clock.now() };
  }
}
