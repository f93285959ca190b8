import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import {
  type DigestPreview,
  type ManagedSubscription,
  type SubscriptionSettings,
  subscriptionSettingsSchema,
  subscriptions,
} from '@paperboy/contracts';
import { AllowEveryone, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Gate } from '../gate/gate.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { ofLink, ofPath } from './link.js';
import { managePage } from './manage.template.js';

/** The fields of the form in the shapes of the contract, which has the last word. */
const formSchema = z
  .object({
    categories: z
      .string()
      .max(700)
      .default('')
      .transform((typed) => typed.split(/[\s,;]+/).filter(Boolean)),
    evenWhenEmpty: z.stringbool().default(false),
    // A field that was left empty.
    weekday: z.string().transform((chosen) => chosen || null),
    pausedUntil: z.string().transform((typed) => typed || null),
  })
  .loose();

function readForm(body: unknown) {
  const form = formSchema.safeParse(body);
  return form.success ? subscriptionSettingsSchema.safeParse(form.data) : form;
}

const WRONG: Readonly<Record<string, string>> = {
  categories: 'Please check the categories: up to twenty such as cs.LG or hep-th.',
  minUpvotes: 'Please check the upvotes: a whole number.',
  papers: 'Please check the number of papers: 1 to 50.',
  pausedUntil: 'Please check the date of the pause.',
};

/** The page on which a reader sees and changes a subscription; the token in its path is the proof. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class ManageController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly pages: Pages,
  ) {}

  @Get('u/:token/settings')
  async show(
    @Param('token') token: string,
    @Query('saved') saved: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const subscription = await ofLink(() =>
      this.clients.ask(subscriptions.managed, { params: ofPath(token) }),
    );
    await this.send(reply, token, subscription, { saved: saved === 'yes' });
  }

  /** Saves the form and leads back to the page, so that loading it again sends nothing again. */
  @Post('u/:token/settings')
  async save(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    const params = ofPath(token);
    const form = readForm(body);
    if (!form.success) return this.again(reply, token, wrongOf(form.error));
    const refused = await this.change(params, form.data);
    if (refused !== undefined) return this.again(reply, token, refused);
    reply.code(303).header('location', `/u/${params.token}/settings?saved=yes`).send();
  }

  /** Adds a digest with the same settings, of another cadence, and leads to its page. */
  @Post('u/:token/another')
  async another(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    const params = ofPath(token);
    const { settings } = await ofLink(() => this.clients.ask(subscriptions.managed, { params }));
    const body = {
      ...settings,
      cadence: settings.cadence === 'week' ? 'day' : 'week',
      pausedUntil: null,
    } as const;
    try {
      const added = await this.clients.ask(subscriptions.another, { params, body });
      reply.code(303).header('location', `/u/${added.token}/settings`).send();
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409)
        return await ofLink(() => Promise.reject(error));
      await this.again(reply, token, error.detail);
    }
  }

  /** What the mailer has against the settings, in words. */
  private async change(params: { token: string }, body: SubscriptionSettings): Promise<string | undefined> {
    try {
      await this.clients.ask(subscriptions.change, { params, body });
      return undefined;
    } catch (error) {
      if (error instanceof Problem && (error.status === 400 || error.status === 409)) return error.detail;
      return await ofLink(() => Promise.reject(error));
    }
  }

  private async again(reply: FastifyReply, token: string, error: string): Promise<void> {
    const subscription = await ofLink(() =>
      this.clients.ask(subscriptions.managed, { params: ofPath(token) }),
    );
    await this.send(reply, token, subscription, { error });
  }

  private async send(
    reply: FastifyReply,
    token: string,
    subscription: ManagedSubscription,
    told: { saved?: boolean; error?: string },
  ): Promise<void> {
    const preview = subscription.status === 'active' ? await this.preview(token) : undefined;
    const page = managePage({ token, subscription, preview, ...told });
    this.pages.send(reply, page, told.error === undefined ? {} : { status: 400 });
  }

  /** The page is useful without it, so it is left out while ranking or the edition is away. */
  private async preview(token: string): Promise<DigestPreview | undefined> {
    try {
      return await this.clients.ask(subscriptions.preview, { params: ofPath(token) });
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }
}

function wrongOf(error: z.ZodError): string {
  const field = String(error.issues[0]?.path[0] ?? '');
  return WRONG[field] ?? 'Please check what you chose.';
}
