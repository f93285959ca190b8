import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { comments, moderation, papers, reportSchema } from '@paperboy/contracts';
import { AllowEveryone, invalid, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Gate } from '../gate/gate.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { knownPaperId } from '../shell/paper-id.js';
import { paperPath } from '../text/paper-path.js';
import { reportedPage, reportPage } from './comment-pages.template.js';
import { commentParams } from './comment-params.js';

const QUEUE = '/queue';
/** A form sends an empty field where nothing was typed. */
const formSchema = z
  .object({ reason: z.unknown(), note: z.string().optional() })
  .transform(({ reason, note }) => ({ reason, ...(note?.trim() && { note }) }))
  .pipe(reportSchema);

/** The pages and forms by which readers report comments, and curators decide about them. */
@Controller('papers/:id')
@AllowEveryone()
@UseFilters(PageProblems)
export class CommentActsController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly pages: Pages,
  ) {}

  @Get('comment/:comment/report')
  async askForReport(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = commentParams(asked);
    const person = await this.gate.reader(request);
    if (person === undefined) return lead(reply, `${paperPath(params.id)}/comment`);
    const [paper, { comment }] = await Promise.all([
      this.clients.ask(papers.inCatalog, { params: { id: params.id } }),
      this.clients.ask(comments.one, { params }),
    ]);
    this.pages.send(reply, reportPage({ paper, comment }), { reader: person });
  }

  @Post('comment/:comment/report')
  async report(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = commentParams(asked);
    const person = await this.gate.personWriter(request, reply);
    const form = formSchema.safeParse(request.body);
    if (!form.success)
      throw invalid('invalid-report', 'Choose a reason; a sentence has 300 characters at most.');
    await this.clients.ask(moderation.report, { params, body: form.data }, { as: person });
    const paper = await this.clients.ask(papers.inCatalog, { params: { id: params.id } });
    this.pages.send(reply, reportedPage(paper), { reader: person });
  }

  @Post('comment/:comment/publish')
  publish(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.decide(moderation.publish, asked, request, reply);
  }

  @Post('comment/:comment/dismiss')
  dismiss(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.decide(moderation.dismiss, asked, request, reply);
  }

  @Post('comments/lock')
  lock(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.changeLock(moderation.lock, id, request, reply);
  }

  @Post('comments/unlock')
  unlock(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.changeLock(moderation.unlock, id, request, reply);
  }

  /** Decides about a comment of the queue, and leads back to it. */
  private async decide(
    decision: typeof moderation.publish | typeof moderation.dismiss,
    asked: { id: string; comment: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const params = commentParams(asked);
    const person = await this.gate.personWriter(request, reply);
    await this.clients.ask(decision, { params }, { as: person });
    lead(reply, QUEUE);
  }

  /** Locks or unlocks the comments on a paper, and leads back to them. */
  private async changeLock(
    change: typeof moderation.lock | typeof moderation.unlock,
    id: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const params = { id: knownPaperId(id) };
    const person = await this.gate.personWriter(request, reply);
    await this.clients.ask(change, { params }, { as: person });
    lead(reply, `${paperPath(params.id)}#comments`);
  }
}

function lead(reply: FastifyReply, to: string): void {
  reply.code(303).header('location', to).send();
}
