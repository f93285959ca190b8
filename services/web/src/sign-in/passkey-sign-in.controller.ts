import { Body, Controller, Post, Req, Res, UseFilters } from '@nestjs/common';
import { passkeys, usedPasskeySchema } from '@paperboy/contracts';
import { AllowEveryone, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { passkeyScript } from '../asset/page-script.store.js';
import { Gate } from '../gate/gate.guard.js';
import { interruptedIn } from '../gate/interrupted.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { jsonText } from '../text/json-text.js';
import { Arrivals } from './arrival.service.js';
import { deviceOf } from './device.js';
import { Institution } from './institution.client.js';
import { signInPage } from './sign-in.template.js';

const formSchema = z.object({ passkey: jsonText(usedPasskeySchema) });
const REFUSED = 'That passkey did not let you in. Try once more, or have a mail sent.';

/** Signing in by a passkey that the browser was asked for. */
@Controller('sign-in/passkey')
@AllowEveryone()
@UseFilters(PageProblems)
export class PasskeySignInController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly pages: Pages,
    private readonly arrivals: Arrivals,
    private readonly institution: Institution,
  ) {}

  @Post()
  async enter(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    const form = formSchema.safeParse(body);
    const interrupted = interruptedIn(body);
    const refuse = (status: number) =>
      this.pages.send(
        reply,
        signInPage({
          interrupted,
          institution: this.institution.name,
          passkeyScript: passkeyScript.path,
          passkeyError: REFUSED,
        }),
        { status },
      );
    if (!form.success) return refuse(400);
    const guess = await this.gate.guess(request);
    try {
      const device = deviceOf(request.headers['user-agent']);
      const arrival = await this.clients.ask(passkeys.signIn, { body: { ...form.data, device } });
      await guess.wasKnown();
      await this.arrivals.finish(reply, arrival, interrupted);
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500 || error.status === 429) throw error;
      refuse(error.status);
    }
  }
}
