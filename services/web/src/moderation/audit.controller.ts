import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import { audit } from '@paperboy/contracts';
import { AllowEveryone, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { auditPage } from './audit.template.js';
import { pageAsked, pagePath } from './page-number.js';

const ON_A_PAGE = 50;

/** The page of the audit log. The catalog refuses everyone but admins. */
@Controller('audit')
@AllowEveryone()
@UseFilters(PageProblems)
export class AuditController {
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
    const { entries } = await this.clients.ask(audit.list, { query }, { as: person });
    const next = entries.length === ON_A_PAGE ? pagePath('/audit', p + 1) : undefined;
    this.pages.send(reply, auditPage({ entries, next }), { reader: person });
  }
}
