import { Body, Controller, Get, Inject, Post, Req, Res, UseFilters } from '@nestjs/common';
import { signIn } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { passkeyScript } from '../asset/page-script.store.js';
import { sessionCookie } from '../gate/credential.js';
import { Gate } from '../gate/gate.guard.js';
import { type Interrupted, interruptedIn, interruptedOf } from '../gate/interrupted.js';
import { Sessions } from '../gate/sessions.client.js';
import { Reading } from '../reading/reading.client.js';
import type { PageContent } from '../shell/page.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import type { WebConfig } from '../web.config.js';
import { Arrivals } from './arrival.service.js';
import { deviceOf } from './device.js';
import { Institution } from './institution.client.js';
import { codePage, type SignInPageProps, signInPage } from './sign-in.template.js';
import { codeIn, emailIn, typedEmail } from './sign-in-form.js';
import { stepCookie, stepOf } from './step-cookie.js';

const NO_ADDRESS = 'Please check the address: it should look like you@example.org.';
const NO_CODE = 'The code has six digits.';

/** Signing in by a mail: requesting it and typing its code. Signing out. */
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
    private readonly arrivals: Arrivals,
    private readonly institution: Institution,
    private readonly reading: Reading,
  ) {}

  @Get('sign-in')
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const papers = await this.reading.papers();
    this.pages.send(reply, this.page(interruptedOf(request.headers.cookie), { papers }));
  }

  /** Has the mail sent, and leads to the form for its code. The answer is the same for every address. */
  @Post('sign-in')
  async ask(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    const email = emailIn(body);
    if (email === undefined) return this.askAgain(request, reply, body, NO_ADDRESS, 400);
    try {
      await this.gate.mailRequest(request);
      const asked = await this.clients.ask(signIn.request, { body: { email } });
      const cookie = stepCookie(this.config.PUBLIC_URL, 'asked', asked.request);
      reply.code(303).header('set-cookie', cookie).header('location', '/sign-in/code').send();
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 429) throw error;
      this.askAgain(request, reply, body, error.detail, 429);
    }
  }

  @Get('sign-in/code')
  async code(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const papers = await this.reading.papers();
    this.pages.send(reply, codePage({ interrupted: interruptedOf(request.headers.cookie), papers }));
  }

  @Post('sign-in/code')
  async enter(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    const asked = stepOf(request.headers.cookie, 'asked') ?? 'none';
    const code = codeIn(body);
    const interrupted = interruptedIn(body);
    if (code === undefined) {
      this.pages.send(reply, codePage({ interrupted, error: NO_CODE }), { status: 400 });
      return;
    }
    const guess = await this.gate.guess(request);
    try {
      const arrival = await this.clients.ask(signIn.code, {
        body: { request: asked, code, device: deviceOf(request.headers['user-agent']) },
      });
      await guess.wasKnown();
      await this.arrivals.finish(reply, arrival, interrupted);
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500 || error.status === 429) throw error;
      const page = codePage({ interrupted, error: error.detail });
      this.pages.send(reply, page, { status: error.status });
    }
  }

  @Post('sign-out')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    const credential = this.gate.credential(request);
    // The cookie is deleted after the catalog has ended the session. Otherwise a failure would look like a sign-out.
    if (credential?.kind === 'cookie') await this.sessions.end(credential.secret);
    reply
      .code(303)
      .header('set-cookie', sessionCookie(this.config.PUBLIC_URL))
      .header('location', '/')
      .send();
  }

  private page(
    interrupted: Interrupted | undefined,
    more: Pick<SignInPageProps, 'error' | 'email' | 'papers'> = {},
  ): PageContent {
    const { name: institution } = this.institution;
    return signInPage({ interrupted, institution, passkeyScript: passkeyScript.path, ...more });
  }

  private askAgain(
    request: FastifyRequest,
    reply: FastifyReply,
    body: unknown,
    error: string,
    status: number,
  ): void {
    const interrupted = interruptedOf(request.headers.cookie);
    this.pages.send(reply, this.page(interrupted, { error, email: typedEmail(body) }), { status });
  }
}
