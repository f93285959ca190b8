import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { AllowEveryone } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { feedsPage } from './feeds-page.template.js';

/** The page that lists the feeds. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class FeedsPageController {
  constructor(
    private readonly gate: Gate,
    private readonly pages: Pages,
  ) {}

  @Get('feeds')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = await this.gate.reader(request);
    this.pages.send(reply, feedsPage(), reader ? { reader } : {});
  }
}
