import { Controller, Get, Inject, Req, Res, UseFilters } from '@nestjs/common';
import { subscriptions } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { interruptedCookie } from '../gate/interrupted.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import type { WebConfig } from '../web.config.js';
import { digestsPage } from './digests.template.js';

const HERE = '/settings/digests';

/** A person's own digests. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class DigestsController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly pages: Pages,
  ) {}

  @Get('settings/digests')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = await this.gate.visitor(request, reply);
    if (visitor === undefined) {
      const cookie = interruptedCookie(this.config.PUBLIC_URL, { back: HERE });
      reply.code(303).header('set-cookie', cookie).header('location', '/sign-in').send();
      return;
    }
    const { digests } = await this.clients.ask(subscriptions.own, {}, { as: visitor.person });
    this.pages.send(reply, digestsPage(digests), { reader: visitor.person });
  }
}
