import { Body, Controller, Get, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { signIn } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageProblems } from '../answer/page-problems.filter.js';
import { Pages } from '../answer/pages.server.js';
import { Votes } from '../door/votes.client.js';
import { sessionCookie } from '../gate/credential.js';
import { Gate } from '../gate/gate.guard.js';
import { interruptedCookie, interruptedIn, interruptedOf } from '../gate/interrupted.js';
import { Sessions } from '../gate/sessions.client.js';
import type { WebConfig } from '../web.config.js';
import { redeemPage, signedInOnlyPage, signInPage, uselessLinkPage } from './sign-in.template.js';

const TOKEN = /^[\w.-]{1,200}$/;
const UNKNOWN_LINK = 'unknown-sign-in-link';

/** Signing in by a link that works once, and signing out. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class SignInController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly sessions: Sessions,
    private readonly pages: Pages,
    private readonly votes: Votes,
  ) {}

  @Get('sign-in')
  explain(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.pages.send(reply, signInPage(interruptedOf(request.headers.cookie)));
  }

  @Get('sign-in/:token')
  async ask(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!TOKEN.test(token)) return this.useless(UNKNOWN_LINK, request, reply);
    const guess = await this.gate.guess(request);
    const trouble = await ofLink(() => this.clients.ask(signIn.check, { body: { token } }));
    if (trouble.code !== undefined) return this.useless(trouble.code, request, reply);
    await guess.wasKnown();
    this.pages.send(reply, redeemPage(token, interruptedOf(request.headers.cookie)));
  }

  /**
   * Uses the link up, begins a session, casts the vote that the page of the link showed, and goes back to where it was
   * pressed. A used, replaced, wrong or expired link is 404.
   */
  @Post('sign-in/:token')
  async redeem(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    if (!TOKEN.test(token)) return this.useless(UNKNOWN_LINK, request, reply);
    const { code, answer } = await ofLink(() => this.clients.ask(signIn.redeem, { body: { token } }));
    if (answer === undefined) return this.useless(code ?? UNKNOWN_LINK, request, reply);
    const session = { secret: answer.sessionToken, expiresAt: new Date(answer.expiresAt) };
    reply.header('set-cookie', [
      sessionCookie(this.config.PUBLIC_URL, session),
      interruptedCookie(this.config.PUBLIC_URL),
    ]);
    const interrupted = interruptedIn(body);
    const why = await this.votedInVain(answer.person.id, interrupted.paperId);
    if (why === undefined) reply.code(303).header('location', interrupted.back).send();
    else this.pages.send(reply, signedInOnlyPage(interrupted, why), { reader: answer.person });
  }

  @Post('sign-out')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    const credential = this.gate.credential(request);
    // The cookie goes only after the catalog has ended the session, so that nobody believes it ended when it did not.
    if (credential?.kind === 'cookie') await this.sessions.end(credential.secret);
    reply
      .code(303)
      .header('set-cookie', sessionCookie(this.config.PUBLIC_URL))
      .header('location', '/')
      .send();
  }

  /** Casts a vote, if there is one to cast, and says why it could not be: the link is used up by then either way. */
  private async votedInVain(personId: string, paperId: string | undefined): Promise<string | undefined> {
    if (paperId === undefined) return undefined;
    try {
      await this.votes.change(personId, paperId, 'cast');
      return undefined;
    } catch (error) {
      if (error instanceof Problem) return error.detail;
      throw error;
    }
  }

  private async useless(code: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const reader = await this.gate.reader(request);
    this.pages.send(reply, uselessLinkPage(code, reader), { status: 404, ...(reader ? { reader } : {}) });
  }
}

/** Asks the catalog about a link: its answer, or the code of what it says against the link. */
async function ofLink<Answer>(ask: () => Promise<Answer>): Promise<{ answer?: Answer; code?: string }> {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (error instanceof Problem && error.status < 500 && error.status !== 429) return { code: error.code };
    throw error;
  }
}
