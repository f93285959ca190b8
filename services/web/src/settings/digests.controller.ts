import { Body, Controller, Get, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { managedSubscriptions, subscriptionSettingsSchema, wholeNumber } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, invalid, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Visitor } from '../gate/sessions.client.js';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import type { WebConfig } from '../web.config.js';
import { digestsPage } from './digests.template.js';

const HERE = '/settings/digests';
const NOT_CHOSEN = 'Please check the cadence, the hour and the time zone.';

const formSchema = subscriptionSettingsSchema
  .pick({ cadence: true, timeZone: true })
  .extend({ hour: wholeNumber(0, 23) });

/** A person's own digests: starting one, and ending it. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class DigestsController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clients: ServiceClients,
    private readonly signedIn: SignedInGuard,
    private readonly pages: Pages,
  ) {}

  @Get('settings/digests')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, await this.signedIn.visitor(request, reply, HERE));
  }

  /** Starts a digest, and leads to its settings, where its papers are chosen. */
  @Post('settings/digests')
  async start(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visitor = await this.signedIn.visitor(request, reply, HERE);
    const form = formSchema.safeParse(body);
    try {
      if (!form.success) throw invalid('invalid-request', NOT_CHOSEN);
      const { token } = await this.clients.ask(
        managedSubscriptions.start,
        { body: form.data },
        { as: visitor.person },
      );
      reply.code(303).header('location', `/u/${token}/settings`).send();
    } catch (error) {
      if (!(error instanceof Problem) || (error.status !== 400 && error.status !== 409)) throw error;
      await this.page(reply, visitor, error);
    }
  }

  @Post('settings/digests/:token/end')
  async end(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    const params = managedSubscriptions.end.params.parse({ token: token.slice(0, 64) });
    await this.clients.ask(managedSubscriptions.end, { params }, { as: person });
    reply.code(303).header('location', HERE).send();
  }

  private async page(reply: FastifyReply, { person }: Visitor, problem?: Problem): Promise<void> {
    const { digests } = await this.clients.ask(managedSubscriptions.own, {}, { as: person });
    const page = digestsPage({
      digests,
      zone: this.config.PUBLICATION_TIME_ZONE,
      ...(problem === undefined ? {} : { error: problem.detail }),
    });
    this.pages.send(reply, page, { reader: person, ...(problem && { status: problem.status }) });
  }
}
