import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import {
  AllowEveryone,
  CONFIG,
  mailAddressSchema,
  notFound,
  Problem,
  type ServiceClient,
  ServiceClients,
  wholeNumber,
} from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PageProblems } from '../answer/page-problems.filter.js';
import { Pages } from '../answer/pages.server.js';
import { Gate } from '../gate/gate.guard.js';
import type { WebConfig } from '../web.config.js';
import {
  confirmedPage,
  confirmPage,
  type LinkedSubscription,
  sentPage,
  subscribePage,
  unsubscribedPage,
  unsubscribePage,
} from './subscription.template.js';
import { ZONES } from './zones.js';

const linkedSchema = z.object({
  status: z.string(),
  maskedAddress: z.string().optional(),
  hour: z.number().optional(),
  timeZone: z.string().optional(),
});

const formSchema = z.object({
  email: mailAddressSchema,
  hour: wholeNumber(0, 23).optional(),
  timeZone: z.string().max(60).optional(),
});

/** What was typed, for showing it again: each field that can be shown, whatever the others are. */
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

/** The pages of a subscription: the form, and what lies behind the links of mails. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class SubscriptionController {
  private readonly mailer: ServiceClient;

  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    clients: ServiceClients,
    private readonly gate: Gate,
    private readonly pages: Pages,
  ) {
    this.mailer = clients.mailer;
  }

  @Get('subscribe')
  form(@Res() reply: FastifyReply): void {
    this.pages.send(reply, subscribePage({ zone: this.config.PUBLICATION_TIME_ZONE }));
  }

  @Get('subscribe/sent')
  sent(@Res() reply: FastifyReply): void {
    this.pages.send(reply, sentPage());
  }

  /** Takes the form. What was wrong is said beside the field, with what was typed still in it. */
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
      await this.mailer.post('/api/subscriptions', form.data, { idempotent: true });
    } catch (error) {
      if (!(error instanceof Problem) || (error.status !== 400 && error.status !== 429)) throw error;
      const refused = 'This address or time zone could not be taken. Please check it.';
      return this.again(reply, body, error.status === 429 ? error.detail : refused, error.status);
    }
    reply.code(303).header('location', '/subscribe/sent').send();
  }

  @Get('confirm/:token')
  async askToConfirm(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    this.pages.send(reply, confirmPage(token, await this.linked('confirmation', token)));
  }

  @Post('confirm/:token')
  async confirm(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    this.pages.send(reply, confirmedPage(await this.changed('confirm', token)));
  }

  @Get('u/:token')
  async askToUnsubscribe(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    this.pages.send(reply, unsubscribePage(token, await this.linked('unsubscription', token)));
  }

  /**
   * Ends a subscription, by the button of the page or by a mail client (RFC 8058): no cookie, no redirect, any
   * form body. The token is the proof; where the request comes from does not matter. 404 for a wrong token.
   */
  @Post('u/:token')
  @HttpCode(200)
  async unsubscribe(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    await this.changed('unsubscribe', token);
    this.pages.send(reply, unsubscribedPage());
  }

  private again(reply: FastifyReply, body: unknown, error: string, status = 400): void {
    const zone = this.config.PUBLICATION_TIME_ZONE;
    const page = subscribePage({ zone, error, ...typedSchema.parse(body) });
    this.pages.send(reply, page, { status });
  }

  private linked(kind: 'confirmation' | 'unsubscription', token: string): Promise<LinkedSubscription> {
    return ofLink(() =>
      this.mailer.get(`/internal/subscriptions/${kind}/${linkToken(token)}`, { schema: linkedSchema }),
    );
  }

  private changed(deed: 'confirm' | 'unsubscribe', token: string): Promise<LinkedSubscription> {
    return ofLink(() =>
      this.mailer.post(
        `/internal/subscriptions/${deed}`,
        { token: linkToken(token) },
        { schema: linkedSchema, idempotent: true },
      ),
    );
  }
}

/** Asks the mailer about a link; whatever it says against the link is one thing to a reader. */
async function ofLink<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem && error.status < 500 && error.status !== 429) throw unknownLink();
    throw error;
  }
}

function linkToken(token: string): string {
  if (!/^[\w.~-]{1,200}$/.test(token)) throw unknownLink();
  return token;
}

function unknownLink(): Problem {
  return notFound(
    'unknown-link',
    'This link is not whole, or it is too old. Subscribing again makes a new one.',
  );
}
