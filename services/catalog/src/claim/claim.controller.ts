import { Controller, Req, Res } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, claims } from '@paperboy/contracts';
import { Asked, CurrentCaller, nextPage, type PersonCaller, Serves } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ClaimReader } from './claim.reader.js';
import { ClaimDesk } from './claim-desk.service.js';
import { LinkDesk } from './link-desk.service.js';

type Answer = AnsweredBy<typeof claims.claim>;

const MINE = 200;

/**
 * Claims of authors, for the people who claim and the curators who decide. Links of a paper, for its submitter, its
 * confirmed authors and curators.
 */
@Controller()
export class ClaimController {
  constructor(
    private readonly claims: ClaimReader,
    private readonly desk: ClaimDesk,
    private readonly links: LinkDesk,
  ) {}

  @Serves(claims.claim)
  async claim(
    @Asked() { body }: AskedOf<typeof claims.claim>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<Answer> {
    return { claim: await this.claims.one(await this.desk.claim(person, body.paperId, body.claimAuthorId)) };
  }

  @Serves(claims.mine)
  async mine(@CurrentCaller() { id }: PersonCaller): Promise<AnsweredBy<typeof claims.mine>> {
    return { claims: await this.claims.ofPerson(id, MINE) };
  }

  @Serves(claims.takeBack)
  takeBack(
    @Asked() { params }: AskedOf<typeof claims.takeBack>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<void> {
    return this.desk.takeBack(id, params.claim);
  }

  @Serves(claims.list)
  async list(
    @Asked() { query: { state, p, limit } }: AskedOf<typeof claims.list>,
    @Req() { url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnsweredBy<typeof claims.list>> {
    // Reads one more than it shows, to know whether there is a next page.
    const found = await this.claims.inState(state, { skip: p * limit, limit: limit + 1 });
    if (found.length > limit) reply.header('link', `<${nextPage(url, p + 1)}>; rel="next"`);
    return { claims: found.slice(0, limit) };
  }

  @Serves(claims.confirm)
  async confirm(
    @Asked() { params }: AskedOf<typeof claims.confirm>,
    @CurrentCaller() curator: PersonCaller,
  ): Promise<Answer> {
    await this.desk.decide(curator, params.claim, 'confirmed');
    return { claim: await this.claims.one(params.claim) };
  }

  @Serves(claims.refuse)
  async refuse(
    @Asked() { params }: AskedOf<typeof claims.refuse>,
    @CurrentCaller() curator: PersonCaller,
  ): Promise<Answer> {
    await this.desk.decide(curator, params.claim, 'refused');
    return { claim: await this.claims.one(params.claim) };
  }

  @Serves(claims.links)
  async setLinks(
    @Asked() { params, body }: AskedOf<typeof claims.links>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<AnsweredBy<typeof claims.links>> {
    const { projectPage, githubRepo } = await this.links.set(person, params.id, body);
    return { ...(projectPage && { projectPage }), ...(githubRepo && { githubRepo }) };
  }
}
