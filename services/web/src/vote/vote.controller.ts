import { Controller, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { VoteWish } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, unauthorized } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Gate } from '../gate/gate.guard.js';
import { interruptedCookie } from '../gate/interrupted.js';
import { returnPath } from '../gate/return-path.js';
import { asksForData } from '../shell/asks-for-data.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { knownPaperId } from '../shell/paper-id.js';
import { SignInFirst } from '../shell/sign-in-first.js';
import { paperPath } from '../text/paper-path.js';
import type { WebConfig } from '../web.config.js';
import { OwnVotes } from './own-votes.client.js';
import { Votes } from './votes.client.js';

const formSchema = z.object({ return: z.string() });

/** The vote button of a paper. */
@Controller('papers/:id/upvote')
@AllowEveryone()
@UseFilters(PageProblems)
export class VoteController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly gate: Gate,
    private readonly ownVotes: OwnVotes,
    private readonly votes: Votes,
  ) {}

  @Post()
  cast(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.vote('cast', knownPaperId(id), request, reply);
  }

  @Post('withdraw')
  withdraw(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.vote('withdraw', knownPaperId(id), request, reply);
  }

  /**
   * Votes and leads back to the page of the button. A reader who is not signed in is led to the sign-in, which casts
   * the vote. A script, which asks for data, gets the current state of the paper, and 401 when nobody is signed in.
   */
  private async vote(
    wish: VoteWish,
    paperId: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const person = await this.gate.writer(request, reply);
    if (asksForData(request.headers)) {
      if (person === undefined) throw unauthorized('Upvoting needs an account: please sign in.');
      const { upvoted } = await this.votes.change(person.id, paperId, wish);
      const upvotes = (await this.ownVotes.of(person, [paperId])).get(paperId)?.upvotes;
      reply.code(200).headers({ 'cache-control': 'no-store' }).send({ paperId, upvoted, upvotes });
      return;
    }
    // The vote is taken with any body. A body without a path to return to leads to the paper.
    const form = formSchema.safeParse(request.body);
    const back = form.success ? returnPath(form.data.return) : paperPath(paperId);
    if (person === undefined) {
      const what = wish === 'cast' ? { paperId, back } : { back };
      throw new SignInFirst(interruptedCookie(this.config.PUBLIC_URL, what));
    }
    await this.votes.change(person.id, paperId, wish);
    reply.code(303).header('location', back).send();
  }
}
