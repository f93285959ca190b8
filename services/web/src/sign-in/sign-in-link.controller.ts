import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { signIn } from '@paperboy/contracts';
import { AllowEveryone, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { interruptedIn, interruptedOf } from '../gate/interrupted.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { Arrivals } from './arrival.service.js';
import { deviceOf } from './device.js';
import { redeemPage, uselessLinkPage } from './sign-in.template.js';

const TOKEN = /^[\w.-]{1,200}$/;
const UNKNOWN_LINK = 'unknown-sign-in-link';

/** Signing in by a link that works once, of a mail or of an operator. */
@Controller('sign-in/:token')
@AllowEveryone()
@UseFilters(PageProblems)
export class SignInLinkController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly pages: Pages,
    private readonly arrivals: Arrivals,
  ) {}

  @Get()
  async ask(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!TOKEN.test(token)) return this.useless(UNKNOWN_LINK, request, reply);
    const guess = await this.gate.guess(request);
    const trouble = await answerOrCode(() => this.clients.ask(signIn.check, { body: { token } }));
    if (trouble.code !== undefined) return this.useless(trouble.code, request, reply);
    await guess.wasKnown();
    this.pages.send(reply, redeemPage(token, interruptedOf(request.headers.cookie)));
  }

  /**
   * Uses the link up, begins a session, casts the vote that the page of the link showed, and goes back to the page of
   * the vote. A used, replaced, wrong or expired link is 404.
   */
  @Post()
  async redeem(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    if (!TOKEN.test(token)) return this.useless(UNKNOWN_LINK, request, reply);
    const device = deviceOf(request.headers['user-agent']);
    const { code, answer } = await answerOrCode(() =>
      this.clients.ask(signIn.redeem, { body: { token, device } }),
    );
    if (answer === undefined) return this.useless(code ?? UNKNOWN_LINK, request, reply);
    await this.arrivals.finish(reply, answer, interruptedIn(body));
  }

  private async useless(code: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const reader = await this.gate.reader(request);
    this.pages.send(reply, uselessLinkPage(code, reader), { status: 404, ...(reader ? { reader } : {}) });
  }
}

/** Returns the catalog's answer about a link, or the code of the problem when the catalog refuses the link. */
async function answerOrCode<Answer>(ask: () => Promise<Answer>): Promise<{ answer?: Answer; code?: string }> {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (error instanceof Problem && (error.status === 404 || error.status === 400))
      return { code: error.code };
    throw error;
  }
}
