import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { managedSubscriptions } from '@paperboy/contracts';
import { AllowEveryone, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { digestsPage } from './digests.template.js';

const HERE = '/settings/digests';

/** A person's own digests. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class DigestsController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly signedIn: SignedInGuard,
    private readonly pages: Pages,
  ) {}

  @Get('settings/digests')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    const { digests } = await this.clients.ask(managedSubscriptions.own, {}, { as: person });
    this.pages.send(reply, digestsPage(digests), { reader: person });
  }
}
