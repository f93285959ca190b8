import { Controller, Get, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { AllowEveryone, CONFIG, notFound, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PageProblems } from '../answer/page-problems.filter.js';
import { Pages } from '../answer/pages.server.js';
import { sessionCookie } from '../gate/credential.js';
import { Gate } from '../gate/gate.guard.js';
import { Sessions } from '../gate/sessions.client.js';
import type { WebConfig } from '../web.config.js';
import { redeemPage, signInPage } from './sign-in.template.js';

const redeemedSchema = z.object({
  sessionToken: z.string().regex(/^[\w.-]{1,200}$/),
  expiresAt: z.iso.datetime().transform((time) => new Date(time)),
});

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
  ) {}

  @Get('sign-in')
  explain(@Res() reply: FastifyReply): void {
    this.pages.send(reply, signInPage());
  }

  @Get('sign-in/:token')
  ask(@Param('token') token: string, @Res() reply: FastifyReply): void {
    this.pages.send(reply, redeemPage(linkToken(token)));
  }

  /** Uses the link up and begins a session. A used, wrong or expired link is 404. */
  @Post('sign-in/:token')
  async redeem(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.gate.anonymousWriter(request, reply);
    const session = await this.redeemed(linkToken(token));
    reply
      .code(303)
      .header(
        'set-cookie',
        sessionCookie(this.config.PUBLIC_URL, { secret: session.sessionToken, expiresAt: session.expiresAt }),
      )
      .header('location', '/')
      .send();
  }

  @Post('sign-out')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.gate.anonymousWriter(request, reply);
    const credential = this.gate.credential(request);
    // The cookie goes only after the catalog has ended the session, so that nobody believes it ended when it did not.
    if (credential?.kind === 'cookie') await this.sessions.end(credential.secret);
    reply
      .code(303)
      .header('set-cookie', sessionCookie(this.config.PUBLIC_URL))
      .header('location', '/')
      .send();
  }

  private async redeemed(token: string): Promise<z.output<typeof redeemedSchema>> {
    try {
      return await this.clients.catalog.post(
        '/internal/sign-in-links/redeem',
        { token },
        { schema: redeemedSchema },
      );
    } catch (error) {
      if (error instanceof Problem && error.status < 500 && error.status !== 429) throw usedUp();
      throw error;
    }
  }
}

function linkToken(token: string): string {
  if (!/^[\w.-]{1,200}$/.test(token)) throw usedUp();
  return token;
}

function usedUp(): Problem {
  return notFound('unknown-link', 'This link has been used, or it is too old. Ask for a new one.');
}
