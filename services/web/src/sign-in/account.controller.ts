import { Body, Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { signIn } from '@paperboy/contracts';
import { AllowEveryone, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { interruptedIn, interruptedOf } from '../gate/interrupted.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { accountPage, registrationOverPage } from './account.template.js';
import { Arrivals } from './arrival.service.js';
import { deviceOf } from './device.js';
import { accountIn, type TypedAccount } from './sign-in-form.js';
import { stepOf } from './step-cookie.js';

/** The first sign-in, at which a person chooses a name and a handle and gets an account. */
@Controller('sign-in/account')
@AllowEveryone()
@UseFilters(PageProblems)
export class AccountController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly pages: Pages,
    private readonly arrivals: Arrivals,
  ) {}

  @Get()
  form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (stepOf(request.headers.cookie, 'newcomer') === undefined) this.over(reply);
    else this.pages.send(reply, accountPage({ interrupted: interruptedOf(request.headers.cookie) }));
  }

  @Post()
  async make(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    const registration = stepOf(request.headers.cookie, 'newcomer');
    if (registration === undefined) return this.over(reply);
    const interrupted = interruptedIn(body);
    const typed = accountIn(body);
    const again = (differently: TypedAccount, status: number) =>
      this.pages.send(reply, accountPage({ interrupted, typed: differently }), { status });
    if (typed.chosen === undefined) return again(typed, 400);
    try {
      const device = deviceOf(request.headers['user-agent']);
      const body = { registration, ...typed.chosen, device };
      const made = await this.clients.ask(signIn.register, { body });
      // The person is offered a passkey once, before going back.
      const back = `/settings/passkeys?welcome=${encodeURIComponent(interrupted.back)}`;
      await this.arrivals.finish(reply, made, { ...interrupted, back });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'unknown-registration') return this.over(reply);
      if (error.code !== 'handle-taken') throw error;
      again({ ...typed, errors: { handle: 'Somebody has this handle. Please use another.' } }, error.status);
    }
  }

  private over(reply: FastifyReply): void {
    this.pages.send(reply, registrationOverPage(), { status: 404 });
  }
}
