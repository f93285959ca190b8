import { Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { papers } from '@paperboy/contracts';
import { AllowEveryone, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { paperPath } from '../text/paper-path.js';
import { type SubmitPageProps, submitPage } from './submit.template.js';

const HERE = '/submit';
const typed = z.object({ paper: z.string().max(500).catch('') });
const formSchema = papers.submit.body.extend({ key: z.uuid().optional().catch(undefined) });

/** Submitting a paper by its id or its address. The page first says what would happen. Its button submits the paper. */
@Controller('submit')
@AllowEveryone()
@UseFilters(PageProblems)
export class SubmitController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly signedIn: SignedInGuard,
    private readonly pages: Pages,
  ) {}

  /** Says what submitting would do. `?paper=` is the pasted text. Nothing is changed. */
  @Get()
  async check(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { paper: text } = typed.catch({ paper: '' }).parse(query);
    const { person } = await this.signedIn.visitor(request, reply, backTo(text));
    const show = (props: SubmitPageProps, status = 200) =>
      this.pages.send(reply, submitPage(props), { status, reader: person });
    if (text.trim() === '') return show({ text });
    const asked = papers.checkSubmission.query.safeParse({ paper: text });
    if (!asked.success)
      return show({ text, error: 'This is no id and no address of a paper that can be read here.' }, 400);
    const check = await this.clients.ask(papers.checkSubmission, { query: { paper: text } }, { as: person });
    show({ text, check });
  }

  @Post()
  async submit(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { paper: text } = typed.catch({ paper: '' }).parse(request.body);
    const { person } = await this.signedIn.visitor(request, reply, backTo(text));
    const form = formSchema.safeParse({ ...(request.body as object), paperId: text });
    if (!form.success) {
      reply.code(303).header('location', HERE).send();
      return;
    }
    const { paperId, key } = form.data;
    try {
      const options = { as: person, ...(key === undefined ? {} : { idempotencyKey: key }) };
      await this.clients.ask(papers.submit, { body: { paperId } }, options);
      reply.code(303).header('location', paperPath(paperId)).send();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const page = submitPage({ text, error: error.detail, again: error.code === 'paper-coming' });
      this.pages.send(reply, page, { status: error.status, reader: person });
    }
  }
}

/** The path of this page with the pasted text. */
function backTo(text: string): string {
  return text === '' ? HERE : `${HERE}?${new URLSearchParams({ paper: text })}`;
}
