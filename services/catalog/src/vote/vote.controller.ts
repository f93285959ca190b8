import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, type VoteAnswer, votes } from '@paperboy/contracts';
import { Asked, type Caller, CurrentCaller, Serves } from '@paperboy/platform';
import { VoteStore } from './vote.store.js';

type Person = Extract<Caller, { kind: 'person' }>;

/** Votes, as people and the other services ask for them. What is answered with 200 is durable. */
@Controller()
export class VoteController {
  constructor(private readonly votes: VoteStore) {}

  @Serves(votes.cast)
  upvote(
    @Asked() { params }: AskedOf<typeof votes.cast>,
    @CurrentCaller() person: Person,
  ): Promise<VoteAnswer> {
    return this.votes.cast(person.id, params.id);
  }

  @Serves(votes.withdraw)
  takeBack(
    @Asked() { params }: AskedOf<typeof votes.withdraw>,
    @CurrentCaller() person: Person,
  ): Promise<VoteAnswer> {
    return this.votes.withdraw(person.id, params.id);
  }

  @Serves(votes.standing)
  standing(
    @Asked() { body }: AskedOf<typeof votes.standing>,
    @CurrentCaller() person: Person,
  ): Promise<AnsweredBy<typeof votes.standing>> {
    return this.votes.standing(person.id, body.paperIds);
  }
}
