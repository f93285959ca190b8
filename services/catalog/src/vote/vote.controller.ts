import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { paperIdSchema } from '@paperboy/contracts';
import { Outbox } from '@paperboy/messaging';
import { AllowCallers, type Caller, CurrentCaller, ZodBody, ZodParams, ZodQuery } from '@paperboy/platform';
import { z } from 'zod';
import { type Positions, positionsQuery } from '../paper/paper.controller.js';
import { VOTES } from './first-votes.store.js';
import { type VoteAnswer, VoteStore } from './vote.store.js';

type Person = Extract<Caller, { kind: 'person' }>;

const paperParams = z.object({ id: paperIdSchema });
const standingBody = z.object({ paperIds: z.array(paperIdSchema).max(500) });

/** Votes, as people and the other services ask for them. */
@Controller()
export class VoteController {
  constructor(
    private readonly votes: VoteStore,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Upvotes a paper; asking again changes nothing. 404 `unknown-paper`, 409 `paper-withdrawn`, 403 `unknown-person`, 429
   * (or in the end 409) `vote-changed-too-often`, 429 `new-person-limit`. What is answered with 200 is durable.
   */
  @Post('api/papers/:id/upvote')
  @HttpCode(200)
  @AllowCallers('person')
  upvote(
    @ZodParams(paperParams) { id }: z.output<typeof paperParams>,
    @CurrentCaller() person: Person,
  ): Promise<VoteAnswer> {
    return this.votes.cast(person.id, id);
  }

  /** Takes the upvote back; asking again, or without one, changes nothing. Errors as for upvoting. */
  @Delete('api/papers/:id/upvote')
  @AllowCallers('person')
  takeBack(
    @ZodParams(paperParams) { id }: z.output<typeof paperParams>,
    @CurrentCaller() person: Person,
  ): Promise<VoteAnswer> {
    return this.votes.withdraw(person.id, id);
  }

  /** Which of these papers the person upvotes, and which of these votes count; at most 500 at a time. */
  @Post('internal/votes/standing')
  @HttpCode(200)
  @AllowCallers('person')
  async standing(
    @ZodBody(standingBody) { paperIds }: z.output<typeof standingBody>,
    @CurrentCaller() person: Person,
  ): Promise<{ upvoted: string[]; counted: string[] }> {
    return this.votes.standing(person.id, paperIds);
  }

  /** Up to which offset of each partition the votes topic holds all that happened before a moment. */
  @Get('internal/votes/positions')
  @AllowCallers('service')
  positions(@ZodQuery(positionsQuery) query: z.output<typeof positionsQuery>): Promise<Positions> {
    return this.outbox.positions(VOTES, new Date(query.before));
  }
}
