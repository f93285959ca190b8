import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import {
  type DigestPreview,
  type ManagedSubscription,
  managedSubscriptions,
  type SubscriptionSettings,
  subscriptionSettingsSchema,
} from '@paperboy/contracts';
import { AllowEveryone, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Gate } from '../gate/gate.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { ofLink, ofPath } from './link.js';
import { managePage } from './manage.template.js';
import { pastDigestPage } from './past-digest.template.js';
import { linkEndedPage, linkSentPage } from './settings-link.template.js';

/** A field with one entry on each line. */
function linesSchema(most: number) {
  return z
    .string()
    .max(most)
    .default('')
    .transform((typed) => typed.split(/[\r\n]+/).filter((line) => line.trim() !== ''));
}

/** Turns the fields of the form into the shapes of the contract, which then checks them. */
const formSchema = z
  .object({
    categories: z
      .string()
      .max(700)
      .default('')
      .transform((typed) => typed.split(/[\s,;]+/).filter(Boolean)),
    keywords: linesSchema(20 * 102),
    authors: linesSchema(20 * 82),
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
  keywords: 'Please check the keywords: up to twenty, one a line, of at most 100 characters each.',
  authors: 'Please check the authors: up to twenty names, one a line, of at most 80 characters each.',
  papers: 'Please check the number of papers: 0 to 50.',
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
    const params = ofPath(token);
    try {
      const subscription = await this.clients.ask(managedSubscriptions.view, { params });
      await this.send(reply, token, subscription, { saved: saved === 'yes' });
    } catch (error) {
      if (error instanceof Problem && error.code === 'link-ended')
        return this.pages.send(reply, linkEndedPage(params.token), { status: 404 });
      await ofLink(() => Promise.reject(error));
    }
  }

  /** Has a new link mailed to the reader. The button is on the page that says that the link is too old. */
  @Post('u/:token/link')
  async sendLink(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    await ofLink(() => this.clients.ask(managedSubscriptions.sendLink, { body: ofPath(token) }));
    this.pages.send(reply, linkSentPage());
  }

  /** Saves the form and redirects to the page, so that a reload does not send the form again. */
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
    if (refused !== undefined) return this.again(reply, token, refused, form.data);
    reply.code(303).header('location', `/u/${params.token}/settings?saved=yes`).send();
  }

  /** The content of a past digest, with the reason for each paper. */
  @Get('u/:token/digests/:edition')
  async past(
    @Param('token') token: string,
    @Param('edition') edition: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = { ...ofPath(token), edition };
    const digest = await ofLink(() => this.clients.ask(managedSubscriptions.delivered, { params }));
    this.pages.send(reply, pastDigestPage(params.token, digest));
  }

  /** Adds a digest with the same settings and another cadence, and redirects to its page. */
  @Post('u/:token/another')
  async another(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    const params = ofPath(token);
    const { settings } = await ofLink(() => this.clients.ask(managedSubscriptions.view, { params }));
    const body = {
      ...settings,
      cadence: settings.cadence === 'week' ? 'day' : 'week',
      pausedUntil: null,
    } as const;
    try {
      const added = await this.clients.ask(managedSubscriptions.another, { params, body });
      reply.code(303).header('location', `/u/${added.token}/settings`).send();
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409)
        return await ofLink(() => Promise.reject(error));
      await this.again(reply, token, error.detail);
    }
  }

  /** Saves the settings. Returns the mailer's objection in words, or nothing when they are saved. */
  private async change(params: { token: string }, body: SubscriptionSettings): Promise<string | undefined> {
    try {
      await this.clients.ask(managedSubscriptions.change, { params, body });
      return undefined;
    } catch (error) {
      if (error instanceof Problem && (error.status === 400 || error.status === 409)) return error.detail;
      return await ofLink(() => Promise.reject(error));
    }
  }

  /** Sends the page with the error, and with the typed settings when they could be read. */
  private async again(
    reply: FastifyReply,
    token: string,
    error: string,
    typed?: SubscriptionSettings,
  ): Promise<void> {
    const subscription = await ofLink(() =>
      this.clients.ask(managedSubscriptions.view, { params: ofPath(token) }),
    );
    await this.send(reply, token, subscription, { error, ...(typed === undefined ? {} : { typed }) });
  }

  private async send(
    reply: FastifyReply,
    token: string,
    subscription: ManagedSubscription,
    told: { saved?: boolean; error?: string; typed?: SubscriptionSettings },
  ): Promise<void> {
    const preview = subscription.status === 'active' ? await this.preview(token) : undefined;
    const page = managePage({ token, subscription, preview, ...told });
    this.pages.send(reply, page, told.error === undefined ? {} : { status: 400 });
  }

  /** The preview of the digest. Nothing when the mailer can't make it, since the page is useful without it. */
  private async preview(token: string): Promise<DigestPreview | undefined> {
    try {
      return await this.clients.ask(managedSubscriptions.preview, { params: ofPath(token) });
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
