import { Controller, Get, Inject, Req, Res, UseFilters } from '@nestjs/common';
import { AllowEveryone, CONFIG } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import type { WebConfig } from '../web.config.js';
import { aboutPage } from './about.template.js';

/** The page that says in words what this is and how its lists are ordered. */
@Controller('about')
@AllowEveryone()
@UseFilters(PageProblems)
export class AboutController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly gate: Gate,
    private readonly pages: Pages,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = await this.gate.reader(request);
    this.pages.send(reply, aboutPage(this.config), reader ? { reader } : {});
  }
}
