import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { mailAddressSchema, subscriptions, wholeNumber } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Gate } from '../gate/gate.guard.js';
import { Reading } from '../reading/reading.client.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import type { WebConfig } from '../web.config.js';
import { ofLink, ofPath } from './link.js';
import {
  confirmedPage,
  confirmPage,
  restoredPage,
  sentPage,
  subscribePage,
  tooLatePage,
  unsubscribedPage,
  unsubscribePage,
} from './subscription.template.js';
import { ZONES } from './zones.js';

const formSchema = z.object({
  email: mailAddressSchema,
  hour: wholeNumber(0, 23).optional(),
  timeZone: z.string().max(60).optional(),
});

/** The typed fields, to show them again. A field that is invalid does not affect the others. */
const typedSchema = z
  .object({
    email: z.string().max(254).optional().catch(undefined),
    hour: formSchema.shape.hour.catch(undefined),
    timeZone: z
      .enum(ZONES.map(({ id }) => id))
      .optional()
      .catch(undefined),
  })
  .catch({});

/** The pages of a subscription: the form, and the pages behind the links of mails. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class SubscriptionController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly pages: Pages,
    private readonly reading: Reading,
  ) {}

  @Get('subscribe')
  async form(@Res() reply: FastifyReply): Promise<void> {
    const papers = await this.reading.papers();
    this.pages.send(reply, subscribePage({ zone: this.config.PUBLICATION_TIME_ZONE, papers }));
  }

  @Get('subscribe/sent')
  async sent(@Res() reply: FastifyReply): Promise<void> {
    this.pages.send(reply, sentPage(await this.reading.papers()));
  }

  /** Handles the form. An error is shown next to its field, and the typed values stay in the form. */
  @Post('subscribe')
  async subscribe(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    const form = formSchema.safeParse(body);
    if (!form.success)
      return this.again(reply, body, 'Please check the address: it should look like you@example.org.');
    try {
      await this.gate.mailRequest(request);
      await this.clients.ask(subscriptions.request, { body: form.data });
    } catch (error) {
      if (!(error instanceof Problem) || (error.status !== 400 && error.status !== 429)) throw error;
      const refused = 'This address or time zone could not be taken. Please check it.';
      return this.again(reply, body, error.status === 429 ? error.detail : refused, error.status);
    }
    reply.code(303).header('location', '/subscribe/sent').send();
  }

  @Get('confirm/:token')
  async askToConfirm(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const found = await ofLink(() => this.clients.ask(subscriptions.confirmation, { params: ofPath(token) }));
    this.pages.send(reply, confirmPage(token, found, await this.reading.papers()));
  }

  @Post('confirm/:token')
  async confirm(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    const found = await ofLink(() => this.clients.ask(subscriptions.confirm, { body: ofPath(token) }));
    this.pages.send(reply, confirmedPage(found, await this.reading.papers()));
  }

  @Get('u/:token')
  async askToUnsubscribe(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const found = await ofLink(() =>
      this.clients.ask(subscriptions.unsubscription, { params: ofPath(token) }),
    );
    this.pages.send(reply, unsubscribePage(token, found, await this.reading.papers()));
  }

  /**
   * Ends a subscription, by the button of the page or by a mail client (RFC 8058): no cookie, no redirect, any
   * form body. The token is the proof, so the origin of the request is not checked. 404 for a wrong token.
   */
  @Post('u/:token')
  @HttpCode(200)
  async unsubscribe(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    await ofLink(() => this.clients.ask(subscriptions.unsubscribe, { body: ofPath(token) }));
    this.pages.send(reply, unsubscribedPage(token, await this.reading.papers()));
  }

  /** Restores a subscription that ended a short time ago, by the button of the page after unsubscribing. */
  @Post('u/:token/undo')
  async restore(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    const asked = { body: ofPath(token) };
    try {
      await this.clients.ask(subscriptions.restore, asked);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'too-late-to-restore')
        return await ofLink(() => Promise.reject(error));
      return this.pages.send(reply, tooLatePage(await this.reading.papers()), { status: 409 });
    }
    this.pages.send(reply, restoredPage(token, await this.reading.papers()));
  }

  private again(reply: FastifyReply, body: unknown, error: string, status = 400): void {
    const zone = this.config.PUBLICATION_TIME_ZONE;
    const page = subscribePage({ zone, error, ...typedSchema.parse(body) });
    this.pages.send(reply, page, { status });
  }
}
