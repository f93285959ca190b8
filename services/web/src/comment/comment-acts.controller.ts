import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { comments, moderation, papers, reportSchema } from '@paperboy/contracts';
import {
  AllowEveryone,
  invalid,
  notFound,
  type PersonCaller,
  ServiceClients,
  unauthorized,
} from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Gate } from '../gate/gate.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { knownPaperId } from '../shell/paper-id.js';
import { paperPath } from '../text/paper-path.js';
import { reportedPage, reportPage } from './comment-pages.template.js';

const QUEUE = '/queue';
/** The contract's schema, checked here because the id of a comment becomes part of paths. */
const COMMENT_ID = comments.one.params.shape.comment;
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
    const params = paramsOf(asked);
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
    const params = paramsOf(asked);
    const person = await this.writer(request, reply);
    const form = formSchema.safeParse(request.body);
    if (!form.success)
      throw invalid('invalid-report', 'Choose a reason; a sentence has 300 characters at most.');
    await this.clients.ask(moderation.report, { params, body: form.data }, { as: person });
    const paper = await this.clients.ask(papers.inCatalog, { params: { id: params.id } });
    this.pages.send(reply, reportedPage(paper), { reader: person });
  }

  @Post('comment/:comment/publish')
  async publish(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = paramsOf(asked);
    await this.clients.ask(moderation.publish, { params }, { as: await this.writer(request, reply) });
    lead(reply, QUEUE);
  }

  @Post('comment/:comment/dismiss')
  async dismiss(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = paramsOf(asked);
    await this.clients.ask(moderation.dismiss, { params }, { as: await this.writer(request, reply) });
    lead(reply, QUEUE);
  }

  @Post('comments/lock')
  async lock(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = { id: knownPaperId(id) };
    await this.clients.ask(moderation.lock, { params }, { as: await this.writer(request, reply) });
    lead(reply, `${paperPath(params.id)}#comments`);
  }

  @Post('comments/unlock')
  async unlock(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = { id: knownPaperId(id) };
    await this.clients.ask(moderation.unlock, { params }, { as: await this.writer(request, reply) });
    lead(reply, `${paperPath(params.id)}#comments`);
  }

  private async writer(request: FastifyRequest, reply: FastifyReply): Promise<PersonCaller> {
    const person = await this.gate.writer(request, reply);
    if (person === undefined) throw unauthorized('This needs an account: please sign in.');
    return person;
  }
}

function paramsOf({ id, comment }: { id: string; comment: string }): { id: string; comment: string } {
  const read = COMMENT_ID.safeParse(comment);
  if (!read.success) throw notFound('unknown-comment', 'This paper has no such comment.');
  return { id: knownPaperId(id), comment: read.data };
}

function lead(reply: FastifyReply, to: string): void {
  reply.code(303).header('location', to).send();
}
