import { Controller, Get, Inject, Req, Res, UseFilters } from '@nestjs/common';
import { institutions } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, notFound, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { interruptedOf } from '../gate/interrupted.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import type { WebConfig } from '../web.config.js';
import { Arrivals } from './arrival.service.js';
import { deviceOf } from './device.js';
import { Institution } from './institution.client.js';
import { institutionTroublePage } from './institution.template.js';
import { stepCookie, stepOf } from './step-cookie.js';

/** Signing in by an institution, and connecting it with an account. */
@Controller('sign-in/institution')
@AllowEveryone()
@UseFilters(PageProblems)
export class InstitutionController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly pages: Pages,
    private readonly institution: Institution,
    private readonly arrivals: Arrivals,
  ) {}

  /** Leads to the institution. */
  @Get()
  async begin(@Res() reply: FastifyReply): Promise<void> {
    if (this.institution.name === undefined)
      throw notFound('no-institution', 'There is no such way to sign in here.');
    const { url, kept } = await this.institution.begin();
    const cookie = stepCookie(this.config.PUBLIC_URL, 'institution', kept);
    reply.code(303).header('set-cookie', cookie).header('location', url).send();
  }

  /**
   * Handles the redirect back from the institution. The browser's cookie holds state, nonce and the verifier of PKCE,
   * so that nobody is signed in by somebody else's answer. A person who is signed in already connects the two accounts.
   */
  @Get('back')
  async arrive(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const kept = stepOf(request.headers.cookie, 'institution');
    if (this.institution.name === undefined || kept === undefined)
      throw notFound('no-institution', 'No sign-in was begun in this browser. Begin at the sign-in.');
    const guess = await this.gate.guess(request);
    // The cookie is deleted in any case, so that each answer is tried once.
    reply.header('set-cookie', stepCookie(this.config.PUBLIC_URL, 'institution'));
    try {
      const { search } = new URL(request.url, this.config.PUBLIC_URL);
      const { issuer, subject, address } = await this.institution.finish(kept, search);
      await guess.wasKnown();
      const reader = await this.gate.reader(request);
      if (reader !== undefined) {
        const body = { issuer, subject, personId: reader.id };
        await this.clients.ask(institutions.connect, { body });
        reply.code(303).header('location', '/settings/institutions').send();
        return;
      }
      const device = deviceOf(request.headers['user-agent']);
      const body = { issuer, subject, device, ...(address !== undefined && { address }) };
      const arrival = await this.clients.ask(institutions.arrive, { body });
      // No form comes back from the institution, so the vote that the page of the sign-in showed is in the cookie alone.
      await this.arrivals.finish(reply, arrival, interruptedOf(request.headers.cookie) ?? { back: '/' });
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500 || error.status === 429) throw error;
      this.pages.send(reply, institutionTroublePage(error.detail), { status: error.status });
    }
  }
}
