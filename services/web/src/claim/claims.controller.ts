import { Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { claims } from '@paperboy/contracts';
import { AllowEveryone, Clock, forbidden, invalid, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { CLAIMS_SHOWN, claimsPage } from './claims.template.js';

const HERE = '/claims';
const query = claims.list.query.omit({ limit: true });
const CLAIM_ID = claims.confirm.params.shape.claim;

/** The claims of authors, for curators. */
@Controller('claims')
@AllowEveryone()
@UseFilters(PageProblems)
export class ClaimsController {
  constructor(
    private readonly clock: Clock,
    private readonly clients: ServiceClients,
    private readonly signedIn: SignedInGuard,
    private readonly pages: Pages,
  ) {}

  /** `?state=` waiting (the default), confirmed or refused; `?p=` the page. */
  @Get()
  async show(
    @Query() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    if (person.role === 'reader') throw forbidden('forbidden', 'This page is for curators.');
    const asked = query.safeParse(given);
    if (!asked.success) throw invalid('no-such-claims', 'Claims are waiting, confirmed or refused.');
    const { claims: found } = await this.clients.ask(
      claims.list,
      { query: { ...asked.data, limit: CLAIMS_SHOWN } },
      { as: person },
    );
    const content = claimsPage({ claims: found, ...asked.data, now: this.clock.now() });
    this.pages.send(reply, content, { reader: person });
  }

  @Post(':claim/confirm')
  confirm(@Param('claim') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.decide(claims.confirm, id, request, reply);
  }

  @Post(':claim/refuse')
  refuse(@Param('claim') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.decide(claims.refuse, id, request, reply);
  }

  private async decide(
    decision: typeof claims.confirm | typeof claims.refuse,
    id: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    const claim = CLAIM_ID.safeParse(id);
    if (!claim.success) throw invalid('invalid-request', 'There is no claim with this id.');
    await this.clients.ask(decision, { params: { claim: claim.data } }, { as: person });
    reply.code(303).header('location', HERE).send();
  }
}
