import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { webhooks, webhookWishSchema } from '@paperboy/contracts';
import { AllowEveryone, type PersonCaller, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { type WebhooksProps, webhooksPage } from './webhooks.template.js';

const HERE = '/settings/webhooks';

/** A person's own webhooks. */
@Controller('settings/webhooks')
@AllowEveryone()
@UseFilters(PageProblems)
export class WebhooksController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly signedIn: SignedInGuard,
    private readonly pages: Pages,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    await this.page(reply, person);
  }

  /** Makes a webhook. Only this answer shows its secret. An error is shown with the typed values. */
  @Post()
  async make(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    const wish = webhookWishSchema.safeParse(body);
    if (!wish.success) {
      const wrong = wish.error.issues[0]?.path[0];
      const error =
        (wrong === 'votes' && 'Please give the upvotes as a whole number.') ||
        (wrong === 'search' && 'Please give a shorter search, of 300 characters at most.') ||
        'Please check the address: it should begin with https://.';
      return this.page(reply, person, { error, typed: typedOf(body) }, 400);
    }
    try {
      const made = await this.clients.ask(webhooks.make, { body: wish.data }, { as: person });
      await this.page(reply, person, { made });
    } catch (error) {
      if (!(error instanceof Problem) || (error.status !== 400 && error.status !== 409)) throw error;
      await this.page(reply, person, { error: error.detail, typed: typedOf(body) }, error.status);
    }
  }

  /** Enables a webhook. One that is gone is a 404 that says so. */
  @Post(':id/enable')
  async enable(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    await this.clients.ask(webhooks.enable, { params: { webhook: id } }, { as: person });
    reply.code(303).header('location', HERE).send();
  }

  /** Removes a webhook. That it is gone already is no error, since the button may be pressed twice. */
  @Post(':id/remove')
  async remove(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    try {
      await this.clients.ask(webhooks.remove, { params: { webhook: id } }, { as: person });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'unknown-webhook') throw error;
    }
    reply.code(303).header('location', HERE).send();
  }

  private async page(
    reply: FastifyReply,
    person: PersonCaller,
    more: Omit<WebhooksProps, 'webhooks'> = {},
    status = 200,
  ): Promise<void> {
    const { webhooks: all } = await this.clients.ask(webhooks.list, {}, { as: person });
    this.pages.send(reply, webhooksPage({ webhooks: all, ...more }), { status, reader: person });
  }
}

/** The typed fields, to show them in the form again. */
function typedOf(body: unknown): Record<string, string> {
  if (body === null || typeof body !== 'object') return {};
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value.slice(0, 1_000)]] : [],
    ),
  );
}
