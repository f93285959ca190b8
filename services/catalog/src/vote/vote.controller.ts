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
import { Asked, CurrentCaller, notFound, type PersonCaller, Serves } from '@paperboy/platform';
import { PeopleStore } from '../person/people.store.js';
import { VOTES } from './vote.schema.js';
import { VoteStore } from './vote.store.js';

/** Votes, for people and the other services. When the answer is 200, the vote is durable. */
@Controller()
export class VoteController {
  constructor(
    private readonly votes: VoteStore,
    private readonly people: PeopleStore,
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

  /** The vote of a digest's reader. The address is used to find the account, and is stored and logged nowhere. */
  @Serves(votes.castByAddress)
  async castByAddress(@Asked() { body }: AskedOf<typeof votes.castByAddress>): Promise<VoteAnswer> {
    const person = await this.people.findBy({ address: body.address });
    if (!person) throw notFound('unknown-person', 'Nobody has this address here.');
    return this.votes.cast(person.id, body.paperId);
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
