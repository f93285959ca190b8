import { Controller, Get, Inject, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { lists } from '@paperboy/contracts';
import { AllowEveryone, Clock, CONFIG, invalid } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Changes } from '../change/changes.client.js';
import { Gate } from '../gate/gate.guard.js';
import { Answers } from '../shell/answers.store.js';
import { asksForMarkdown } from '../shell/asks-for-markdown.js';
import { sendCached } from '../shell/cached.answer.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { knownPaperId } from '../shell/paper-id.js';
import { paperPath } from '../text/paper-path.js';
import { OwnVotes } from '../vote/own-votes.client.js';
import type { WebConfig } from '../web.config.js';
import { Markdown } from './markdown.service.js';
import { paperPage } from './paper.template.js';
import { Papers } from './papers.client.js';
import { whyPage } from './why.template.js';

/** The page of a paper, and the page that explains its rank. */
@Controller('papers/:id')
@AllowEveryone()
@UseFilters(PageProblems)
export class PaperController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clock: Clock,
    private readonly cache: Answers,
    private readonly changes: Changes,
    private readonly gate: Gate,
    private readonly markdown: Markdown,
    private readonly pages: Pages,
    private readonly papers: Papers,
    private readonly ownVotes: OwnVotes,
  ) {}

  @Get()
  async show(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    if (paperId !== id) {
      // A paper has one address, whichever version was pasted.
      reply.code(301).header('location', paperPath(paperId)).send();
      return;
    }
    if (asksForMarkdown(request.headers)) {
      await this.markdown.send(paperId, request, reply);
      return;
    }
    const reader = await this.gate.reader(request);
    if (reader === undefined) {
      const key = `paper ${paperId}`;
      const read = await this.cache.read(key, async () =>
        this.pages.entryOf(paperPage({ ...(await this.papers.discussed(paperId)), ...this.around() })),
      );
      this.cache.remember(request, key);
      await sendCached(request, reply, read, this.cache);
      return;
    }
    const [facts, own, changed, waiting] = await Promise.all([
      this.papers.discussed(paperId, { fresh: true }),
      this.ownVotes.of(reader, [paperId]),
      this.changes.of(reader, paperId),
      this.papers.waiting(paperId, reader),
    ]);
    const page = paperPage({
      ...facts,
      ...this.around(),
      own: own.get(paperId),
      changed,
      reader,
      waiting,
    });
    this.pages.send(reply, page, { reader });
  }

  private around(): { now: Date; publicUrl: string } {
    return { now: this.clock.now(), publicUrl: this.config.PUBLIC_URL };
  }

  /** Explains the rank of the paper on a list. `?list=` is trending (the default), day, week, month or new. */
  @Get('why')
  async why(
    @Param('id') id: string,
    @Query('list') list: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    const asked = lists.why.query.safeParse({ list });
    if (!asked.success) throw invalid('no-such-list', 'The list is trending, day, week, month or new.');
    const [reader, facts] = await Promise.all([
      this.gate.reader(request),
      this.papers.why(paperId, asked.data.list),
    ]);
    this.pages.send(reply, whyPage({ ...facts, now: this.clock.now() }), reader ? { reader } : {});
  }
}
