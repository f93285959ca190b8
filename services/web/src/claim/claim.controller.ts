import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { claims, papers } from '@paperboy/contracts';
import { AllowEveryone, Clock, invalid, type PersonCaller, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { knownPaperId } from '../shell/paper-id.js';
import { paperPath } from '../text/paper-path.js';
import { claimPage } from './claim.template.js';
import { linksPage } from './links.template.js';

const claimForm = z.object({ author: z.string() });
const CLAIM_ID = claims.takeBack.params.shape.claim;

/** Claiming a paper as one's own, and giving its links. */
@Controller('papers/:id')
@AllowEveryone()
@UseFilters(PageProblems)
export class ClaimController {
  constructor(
    private readonly clock: Clock,
    private readonly clients: ServiceClients,
    private readonly signedIn: SignedInGuard,
    private readonly pages: Pages,
  ) {}

  @Get('claim')
  async show(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    const { person } = await this.signedIn.visitor(request, reply, `${paperPath(paperId)}/claim`);
    await this.page(paperId, person, reply);
  }

  @Post('claim')
  async claim(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    const here = `${paperPath(paperId)}/claim`;
    const { person } = await this.signedIn.visitor(request, reply, here);
    const form = claimForm.safeParse(request.body);
    const wish = claims.claim.body.safeParse({
      paperId,
      claimAuthorId: form.success ? form.data.author : undefined,
    });
    if (!wish.success) return this.page(paperId, person, reply, 'Please choose an author.');
    await this.clients.ask(claims.claim, { body: wish.data }, { as: person });
    reply.code(303).header('location', here).send();
  }

  @Post('claim/:claim/take-back')
  async takeBack(
    @Param() { id, claim }: { id: string; claim: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const here = `${paperPath(knownPaperId(id))}/claim`;
    const { person } = await this.signedIn.visitor(request, reply, here);
    const known = CLAIM_ID.safeParse(claim);
    if (!known.success) throw invalid('invalid-request', 'There is no claim with this id.');
    await this.clients.ask(claims.takeBack, { params: { claim: known.data } }, { as: person });
    reply.code(303).header('location', here).send();
  }

  @Get('links')
  async showLinks(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    const { person } = await this.signedIn.visitor(request, reply, `${paperPath(paperId)}/links`);
    const paper = await this.clients.ask(papers.inCatalog, { params: { id: paperId } });
    this.pages.send(reply, linksPage({ paper }), { reader: person });
  }

  @Post('links')
  async setLinks(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    const { person } = await this.signedIn.visitor(request, reply, `${paperPath(paperId)}/links`);
    const wish = claims.links.body.safeParse(request.body);
    if (!wish.success) {
      const paper = await this.clients.ask(papers.inCatalog, { params: { id: paperId } });
      const content = linksPage({ paper, wrong: { given: request.body, error: wish.error } });
      this.pages.send(reply, content, { status: 400, reader: person });
      return;
    }
    await this.clients.ask(claims.links, { params: { id: paperId }, body: wish.data }, { as: person });
    reply.code(303).header('location', paperPath(paperId)).send();
  }

  private async page(
    paperId: string,
    person: PersonCaller,
    reply: FastifyReply,
    error?: string,
  ): Promise<void> {
    const [paper, mine] = await Promise.all([
      this.clients.ask(papers.inCatalog, { params: { id: paperId } }),
      this.clients.ask(claims.mine, {}, { as: person }),
    ]);
    const claim = mine.claims.find((one) => one.paperId === paperId);
    const content = claimPage({ paper, person, claim, error, now: this.clock.now() });
    this.pages.send(reply, content, { status: error ? 400 : 200, reader: person });
  }
}
