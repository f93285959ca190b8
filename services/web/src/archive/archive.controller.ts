import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import { lists } from '@paperboy/contracts';
import { AllowEveryone, Clock, notFound, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { archivePage } from './archive.template.js';

/** The page of all days that have papers, a month at a time. */
@Controller('archive')
@AllowEveryone()
@UseFilters(PageProblems)
export class ArchiveController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly clock: Clock,
    private readonly gate: Gate,
    private readonly pages: Pages,
  ) {}

  /** `?month=` is YYYY-MM. Without it the page shows the newest month that has papers. */
  @Get()
  async show(
    @Query('month') month: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = lists.archive.query.safeParse({ month });
    if (!asked.success) throw notFound('unknown-period', 'There is no such month: one looks like 2026-11.');
    const [reader, archive] = await Promise.all([
      this.gate.reader(request),
      this.clients.ask(lists.archive, { query: asked.data }),
    ]);
    this.pages.send(reply, archivePage(archive, this.clock.now()), reader ? { reader } : {});
  }
}
