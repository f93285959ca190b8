import { Controller, Get, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { digestVotes, type VoteLink } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { interruptedCookie } from '../gate/interrupted.js';
import { Papers } from '../paper/papers.client.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { stepCookie } from '../sign-in/step-cookie.js';
import { paperPath } from '../text/paper-path.js';
import { Votes } from '../vote/votes.client.js';
import type { WebConfig } from '../web.config.js';
import {
  accountNeededPage,
  type LinkedPaper,
  uselessVoteLinkPage,
  votedPage,
  votePage,
} from './digest-vote.template.js';

/** The parameters of the path. */
interface Linked {
  readonly token: string;
  readonly edition: string;
  readonly paper: string;
}

/** The pages behind the links to vote in a digest. The link is the proof; it makes no session. */
@Controller('u/:token/vote/:edition/:paper')
@AllowEveryone()
@UseFilters(PageProblems)
export class DigestVoteController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly pages: Pages,
    private readonly papers: Papers,
    private readonly votes: Votes,
  ) {}

  @Get()
  async ask(
    @Param() linked: Linked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.ofLink(reply, linked, async (body, paper) => {
      await this.clients.ask(digestVotes.link, { body });
      const reader = await this.gate.reader(request);
      this.pages.send(reply, votePage(await paper(), reader?.name), reader ? { reader } : {});
    });
  }

  /**
   * Casts the vote: of the person who is signed in, or else of the account with the reader's address. So a friend to
   * whom the mail was forwarded votes for themselves.
   */
  @Post()
  async cast(
    @Param() linked: Linked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const person = await this.gate.writer(request, reply);
    await this.ofLink(reply, linked, async (body, paper) => {
      if (person !== undefined) {
        await this.clients.ask(digestVotes.link, { body });
        await this.votes.change(person.id, body.paperId, 'cast');
        return this.pages.send(reply, votedPage(await paper()), { reader: person });
      }
      const { status } = await this.clients.ask(digestVotes.cast, { body });
      this.pages.send(reply, status === 'cast' ? votedPage(await paper()) : accountNeededPage(await paper()));
    });
  }

  /** Has a sign-in mail sent to the reader, and leads to the form for its code. The vote is kept as for any sign-in. */
  @Post('account')
  async account(
    @Param() linked: Linked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.anonymousWriter(request, reply);
    await this.ofLink(reply, linked, async (body) => {
      await this.gate.mailRequest(request);
      const { request: asked } = await this.clients.ask(digestVotes.signIn, { body });
      const { PUBLIC_URL: url } = this.config;
      const { paperId } = body;
      const cookies = [
        stepCookie(url, 'asked', asked),
        interruptedCookie(url, { paperId, back: paperPath(paperId) }),
      ];
      reply.code(303).header('set-cookie', cookies).header('location', '/sign-in/code').send();
    });
  }

  /** Answers by `then`. A link that is changed or too old gets a page that says so, with 404. */
  private async ofLink(
    reply: FastifyReply,
    linked: Linked,
    then: (link: VoteLink, paper: () => Promise<LinkedPaper>) => Promise<void>,
  ): Promise<void> {
    const link = digestVotes.link.body.safeParse({
      token: linked.token,
      edition: linked.edition,
      paperId: linked.paper,
    });
    if (!link.success) return this.useless(reply, false);
    const { token, edition, paperId } = link.data;
    const path = `/u/${encodeURIComponent(token)}/vote/${edition}/${encodeURIComponent(paperId)}`;
    try {
      await then(link.data, async () => {
        const { paper } = await this.papers.read(paperId);
        return { id: paperId, title: paper.title, path };
      });
    } catch (error) {
      if (!(error instanceof Problem) || !['unknown-link', 'link-ended'].includes(error.code)) throw error;
      this.useless(reply, error.code === 'link-ended');
    }
  }

  private useless(reply: FastifyReply, isOver: boolean): void {
    this.pages.send(reply, uselessVoteLinkPage(isOver), { status: 404 });
  }
}
