import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, digestVotes } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { VoteDesk } from './vote-desk.service.js';

/** Votes by the links of digests, for the pages behind these links. */
@Controller()
export class DigestVoteController {
  constructor(private readonly desk: VoteDesk) {}

  @Serves(digestVotes.link)
  async link(
    @Asked() { body }: AskedOf<typeof digestVotes.link>,
  ): Promise<AnsweredBy<typeof digestVotes.link>> {
    return { until: (await this.desk.until(body)).toISOString() };
  }

  @Serves(digestVotes.cast)
  async cast(
    @Asked() { body }: AskedOf<typeof digestVotes.cast>,
  ): Promise<AnsweredBy<typeof digestVotes.cast>> {
    return { status: await this.desk.cast(body) };
  }

  @Serves(digestVotes.signIn)
  async signIn(
    @Asked() { body }: AskedOf<typeof digestVotes.signIn>,
  ): Promise<AnsweredBy<typeof digestVotes.signIn>> {
    return { request: await this.desk.askToSignIn(body) };
  }
}
