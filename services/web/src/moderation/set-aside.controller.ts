import { Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { rings } from '@paperboy/contracts';
import { AllowEveryone, notFound, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { pageAsked, pagePath } from './page-number.js';
import { setAsidePage } from './set-aside.template.js';

const HERE = '/set-aside';
const ON_A_PAGE = 50;

/** Votes that do not count, and rings. The catalog refuses everyone but curators and admins. */
@Controller('set-aside')
@AllowEveryone()
@UseFilters(PageProblems)
export class SetAsideController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly pages: Pages,
    private readonly signedIn: SignedInGuard,
  ) {}

  @Get()
  async show(
    @Query('p') asked: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const p = pageAsked(asked);
    const { person } = await this.signedIn.visitor(request, reply, request.url);
    const [found, { votes }] = await Promise.all([
      this.clients.ask(rings.list, {}, { as: person }),
      this.clients.ask(rings.votes, { query: { p, limit: ON_A_PAGE } }, { as: person }),
    ]);
    const next = votes.length === ON_A_PAGE ? pagePath(HERE, p + 1) : undefined;
    this.pages.send(reply, setAsidePage({ rings: found.rings, votes, next }), { reader: person });
  }

  @Post('rings/:ring/set-aside')
  setAside(
    @Param('ring') ring: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.decide(rings.setAside, ring, request, reply);
  }

  @Post('rings/:ring/restore')
  restore(
    @Param('ring') ring: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.decide(rings.restore, ring, request, reply);
  }

  private async decide(
    decision: typeof rings.setAside,
    ring: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    const params = decision.params.safeParse({ ring });
    if (!params.success) throw notFound('unknown-ring', 'There is no such ring.');
    await this.clients.ask(decision, { params: params.data }, { as: person });
    reply.code(303).header('location', HERE).send();
  }
}
