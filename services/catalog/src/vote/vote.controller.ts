import { Controller } from '@nestjs/common';
import {
  type AnsweredBy,
  type AskedOf,
  type Positions,
  papers,
  type VoteAnswer,
  votes,
} from '@paperboy/contracts';
import { Outbox } from '@paperboy/messaging';
import { Asked, CurrentCaller, type PersonCaller, Serves } from '@paperboy/platform';
import { VOTES } from './vote.schema.js';
import { VoteStore } from './vote.store.js';

/** Votes, for people and the other services. When the answer is 200, the vote is durable. */
@Controller()
export class VoteController {
  constructor(
    private readonly votes: VoteStore,
    private readonly outbox: Outbox,
  ) {}

  @Serves(votes.cast)
  upvote(
    @Asked() { params }: AskedOf<typeof votes.cast>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<VoteAnswer> {
    return this.votes.cast(person.id, params.id);
  }

  @Serves(votes.withdraw)
  takeBack(
    @Asked() { params }: AskedOf<typeof votes.withdraw>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<VoteAnswer> {
    return this.votes.withdraw(person.id, params.id);
  }

  @Serves(votes.standing)
  standing(
    @Asked() { body }: AskedOf<typeof votes.standing>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<AnsweredBy<typeof votes.standing>> {
    return this.votes.standing(person.id, body.paperIds);
  }

  @Serves(papers.votePositions)
  positions(@Asked() { query }: AskedOf<typeof papers.votePositions>): Promise<Positions> {
    return this.outbox.positions(VOTES, new Date(query.before));
  }
}
