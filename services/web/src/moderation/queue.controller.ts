import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import { moderation } from '@paperboy/contracts';
import { AllowEveryone, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { pageAsked, pagePath } from './page-number.js';
import { queuePage } from './queue.template.js';

const ON_A_PAGE = 20;

/** The queue of the curators. The catalog refuses everyone else. */
@Controller('queue')
@AllowEveryone()
@UseFilters(PageProblems)
export class QueueController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly pages: Pages,
    private readonly signedIn: SignedInGuard,
  ) {}

  @Get()
  async show(
    @Query('p') asked: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const p = pageAsked(asked);
    const { person } = await this.signedIn.visitor(request, reply, request.url);
    const query = { p, limit: ON_A_PAGE };
    const { queue } = await this.clients.ask(moderation.queue, { query }, { as: person });
    const next = queue.length === ON_A_PAGE ? pagePath('/queue', p + 1) : undefined;
    this.pages.send(reply, queuePage({ queue, next }), { reader: person });
  }
}
