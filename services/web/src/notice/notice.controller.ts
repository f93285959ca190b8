import { Controller, Get, HttpCode, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { notices } from '@paperboy/contracts';
import { AllowEveryone, invalid, notFound, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { noticesPage } from './notice.template.js';

const HERE = '/settings/notices';
const wishSchema = notices.choose.body;

/** The choice of mails about answers and mentions, and the one-click unsubscribe from them. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class NoticeController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly signedIn: SignedInGuard,
    private readonly pages: Pages,
  ) {}

  @Get('settings/notices')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    const { when } = await this.clients.ask(notices.choice, {}, { as: person });
    this.pages.send(reply, noticesPage({ when, action: HERE }), { reader: person });
  }

  @Post('settings/notices')
  async choose(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    const body = wishOf(request.body);
    const { when } = await this.clients.ask(notices.choose, { body }, { as: person });
    this.pages.send(reply, noticesPage({ when, action: HERE, chosen: true }), { reader: person });
  }

  /** The page behind the link of a mail. It changes nothing, since programs that scan mails follow links. */
  @Get('n/:token')
  async ofLink(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const { when } = await ofLink(() => this.clients.ask(notices.ofLink, { params: ofPath(token) }));
    this.pages.send(reply, noticesPage({ when, action: `/n/${token}/choose` }));
  }

  /**
   * Ends these mails when a mail client requests it (RFC 8058): no cookie, no redirect, any form body. The token is the
   * proof, so the origin of the request is not checked.
   */
  @Post('n/:token')
  @HttpCode(200)
  async leave(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    await this.byLink(token, { when: 'never' }, reply);
  }

  @Post('n/:token/choose')
  async chooseByLink(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    await this.byLink(token, wishOf(request.body), reply);
  }

  private async byLink(token: string, wish: ReturnType<typeof wishOf>, reply: FastifyReply): Promise<void> {
    const body = { ...ofPath(token), ...wish };
    const { when } = await ofLink(() => this.clients.ask(notices.chooseByLink, { body }));
    this.pages.send(reply, noticesPage({ when, action: `/n/${token}/choose`, chosen: true }));
  }
}

function wishOf(body: unknown) {
  const wish = wishSchema.safeParse(body);
  if (!wish.success) throw invalid('invalid-request', 'Please choose one of the three.');
  return wish.data;
}

/** The token of a path; 404 for what can't be one. */
function ofPath(token: string): { token: string } {
  if (!/^[\w-]{1,200}$/.test(token)) throw unknownLink();
  return { token };
}

async function ofLink<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem && error.status < 500 && error.status !== 429) throw unknownLink();
    throw error;
  }
}

function unknownLink(): Problem {
  return notFound('unknown-link', 'A part of this link is missing. Sign in, and choose under your settings.');
}
