import { Inject, Injectable } from '@nestjs/common';
import type { Arrival } from '@paperboy/contracts';
import { CONFIG, Problem } from '@paperboy/platform';
import type { FastifyReply } from 'fastify';
import { sessionCookie } from '../gate/credential.js';
import { type Interrupted, interruptedCookie } from '../gate/interrupted.js';
import { Pages } from '../shell/pages.answer.js';
import { Votes } from '../vote/votes.client.js';
import type { WebConfig } from '../web.config.js';
import { signedInOnlyPage } from './sign-in.template.js';
import { stepCookie } from './step-cookie.js';

/** The last step of every way to sign in, after the person is identified. */
@Injectable()
export class Arrivals {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly pages: Pages,
    private readonly votes: Votes,
  ) {}

  /**
   * Keeps the session in its cookie, casts the vote that signing in interrupted, and goes back to the page of the vote.
   * Somebody without an account is led to the choice of a name.
   */
  async finish(reply: FastifyReply, arrival: Arrival, interrupted: Interrupted): Promise<void> {
    const { PUBLIC_URL: url } = this.config;
    if (arrival.status === 'account-needed') {
      const cookies = [stepCookie(url, 'asked'), stepCookie(url, 'newcomer', arrival.registration)];
      reply.code(303).header('set-cookie', cookies).header('location', '/sign-in/account').send();
      return;
    }
    reply.header('set-cookie', [
      sessionCookie(url, arrival.sessionToken),
      interruptedCookie(url),
      stepCookie(url, 'asked'),
      stepCookie(url, 'newcomer'),
    ]);
    const why = await this.votedInVain(arrival.person.id, interrupted.paperId);
    if (why === undefined) reply.code(303).header('location', interrupted.back).send();
    else this.pages.send(reply, signedInOnlyPage(interrupted, why), { reader: arrival.person });
  }

  /**
   * Casts the vote, if there is one. Returns why it could not be cast, and does not throw that: the person is signed in
   * and can't use the link or code again.
   */
  private async votedInVain(personId: string, paperId: string | undefined): Promise<string | undefined> {
    if (paperId === undefined) return undefined;
    try {
      await this.votes.change(personId, paperId, 'cast');
      return undefined;
    } catch (error) {
      if (error instanceof Problem) return error.detail;
      throw error;
    }
  }
}
