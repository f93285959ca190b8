import { Controller, Get, Inject, Req, Res, UseFilters } from '@nestjs/common';
import { AllowEveryone, CONFIG, notFound } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { ownPages } from '../shell/own-pages.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import type { WebConfig } from '../web.config.js';
import { ownTextPage } from './own-text.template.js';

/** The imprint and the privacy page, for publications that have written them. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class OwnTextController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly gate: Gate,
    private readonly pages: Pages,
  ) {}

  @Get(['imprint', 'privacy'])
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = request.url.split('?', 1)[0];
    const page = ownPages(this.config).find(({ path }) => path === asked);
    if (page === undefined) throw notFound('unknown-page', 'This publication has no such page.');
    const reader = await this.gate.reader(request);
    const { path, text: title, paragraphs: text } = page;
    this.pages.send(reply, ownTextPage({ title, path, text }), reader ? { reader } : {});
  }
}
