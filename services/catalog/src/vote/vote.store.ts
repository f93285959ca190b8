import { Inject, Injectable } from '@nestjs/common';
import { voteKey } from '@paperboy/contracts';
import { crashPoint, Outbox, pendingStage } from '@paperboy/messaging';
import {
  Clock,
  CONFIG,
  conflict,
  forbidden,
  MONGO,
  notFound,
  tooMany,
  unavailable,
} from '@paperboy/platform';
import type { Collection, Connection, PipelineStage } from 'mongoose';
import type { CatalogConfig } from '../catalog.config.js';
import { quotaDay, secondsLeftOfDay } from '../database-time.js';
import { isOnlyDuplicates } from '../duplicate-key.store.js';
import { callerWaitsUntil, lateProblem, unlessLate } from '../late-write.store.js';
import { PaperStore } from '../paper/paper.store.js';
import { PeopleStore } from '../people/people.store.js';
import { QuotaStore } from '../quota.store.js';
import { PUBLIC_STATE } from '../stored-state.js';
import { FirstVotes, VOTES } from './first-votes.store.js';
import {
  CASTS_PER_VOTE,
  type CountsDecision,
  castStages,
  refusal,
  type VoteDocument,
  withdrawStages,
} from './vote.js';

/** How a vote stands after it was cast or withdrawn. */
export interface VoteAnswer {
  paperId: string;
  upvoted: boolean;
  /** Whether it moves the rank and the number shown; false for a vote that was never cast. */
  counts: boolean;
}

const ANSWER = { 'state.standing': 1, 'state.counts': 1 } as const;
/** Each attempt is lost only to a change of the same vote by the same person in the very same moment. */
const ATTEMPTS = 20;
/** A linearizable read waits for the engine's majority, without end if nobody says how long. */
const READ_WITHIN_MS = 4_000;

/** The votes: one document each, changed by one atomic update that also holds the event. */
@Injectable()
export class VoteStore {
  private readonly votes: Collection<VoteDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    @Inject(CONFIG) private readonly config: CatalogConfig,
    private readonly clock: Clock,
    private readonly papers: PaperStore,
    private readonly people: PeopleStore,
    private readonly quotas: QuotaStore,
    private readonly firstVotes: FirstVotes,
    private readonly outbox: Outbox,
  ) {
    this.votes = connection.collection<VoteDocument>(VOTES);
  }

  /** Casts a person's vote for a paper; one that stands already is left as it is and nothing is written. */
  async cast(personId: string, paperId: string): Promise<VoteAnswer> {
    // What people of the sample do goes with the sample.
    const sample = (await this.paper(paperId)).sample || personId.startsWith('sample-');
    const first = await this.firstDecision(personId, paperId);
    const day = quotaDay(this.clock.now());
    const change = { paperId, personId, sample, day };
    if ((await this.firstVotes.store(change, first)) === 'stored')
      return { paperId, upvoted: true, counts: first.counts };
    const stages = [...castStages(change, first), pendingStage({ type: 'vote.cast', data: PUBLIC_STATE })];
    return this.change({ personId, paperId, standing: true, day, stages });
  }

  /** Takes a person's vote back; without one that stands nothing is written. */
  async withdraw(personId: string, paperId: string): Promise<VoteAnswer> {
    await this.paper(paperId);
    const day = quotaDay(this.clock.now());
    const stages = [...withdrawStages(day), pendingStage({ type: 'vote.withdrawn', data: PUBLIC_STATE })];
    return this.change({ personId, paperId, standing: false, day, stages });
  }

  /** Which of these papers a person upvotes at this moment, and which of these votes count. */
  async standing(
    personId: string,
    paperIds: readonly string[],
  ): Promise<{ upvoted: string[]; counted: string[] }> {
    const keys = paperIds.map((paperId) => voteKey({ paperId, personId }));
    const projection = { 'state.paperId': 1, 'state.counts': 1 };
    const votes = await this.votes
      .find({ _id: { $in: keys }, 'state.standing': true }, { projection })
      .toArray();
    return {
      upvoted: votes.map(({ state }) => state.paperId),
      counted: votes.flatMap(({ state }) => (state.counts ? state.paperId : [])),
    };
  }

  private async paper(paperId: string): Promise<{ sample: boolean }> {
    const paper = await this.papers.lookUp(paperId);
    if (!paper) throw notFound('unknown-paper', `The catalog has no paper ${paperId}.`);
    return paper;
  }

  /** Decided once, at the first cast: the votes of new people count for a few a paper and day only. */
  private async firstDecision(personId: string, paperId: string): Promise<CountsDecision> {
    const person = await this.people.lookUp(personId);
    if (!person) throw forbidden('unknown-person', 'The account does not exist any more.');
    const now = this.clock.now();
    const ageMs = now.getTime() - person.createdAt.getTime();
    if (ageMs >= this.config.NEW_PERSON_HOURS * 3_600_000) return { counts: true };
    const before = await this.votes.findOne(
      { _id: voteKey({ paperId, personId }) },
      { projection: { 'state.counts': 1 } },
    );
    const counts =
      before?.state.counts ??
      (await this.quotas.take(
        `new-people:${paperId}`,
        personId,
        this.config.NEW_PERSON_VOTES_PER_PAPER,
        now,
      ));
    return counts ? { counts } : { counts, reason: 'new-person-limit' };
  }

  private async change(to: {
    personId: string;
    paperId: string;
    standing: boolean;
    day: string;
    stages: PipelineStage[];
  }): Promise<VoteAnswer> {
    const _id = voteKey(to);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const changed = await this.tryToChange(_id, to);
      if (changed) {
        crashPoint('outbox.after-write');
        this.outbox.nudge(VOTES, _id);
        return { paperId: to.paperId, upvoted: to.standing, counts: changed.state.counts };
      }
      const vote = await this.asItIs(_id);
      if ((vote?.state.standing ?? false) === to.standing) {
        return { paperId: to.paperId, upvoted: to.standing, counts: vote?.state.counts ?? false };
      }
      if (vote) this.refuseFlood(vote, to.day);
    }
    throw unavailable('vote-contended', 'This vote is being changed by too many at once.');
  }

  /** Changes the vote if it does not stand as wanted already and was not changed too often. */
  private async tryToChange(
    _id: string,
    { standing, day, stages }: { standing: boolean; day: string; stages: PipelineStage[] },
  ): Promise<VoteDocument | null> {
    const filter = {
      _id,
      'state.standing': standing ? { $ne: true } : true,
      $nor: [{ 'changes.day': day, 'changes.count': { $gte: this.config.VOTE_CHANGES_PER_DAY } }],
      ...(standing && { [`state.history.${CASTS_PER_VOTE - 1}`]: { $exists: false } }),
    };
    try {
      return await this.votes.findOneAndUpdate(filter, [...unlessLate(callerWaitsUntil()), ...stages], {
        upsert: standing,
        returnDocument: 'after',
        projection: ANSWER,
      });
    } catch (error) {
      if (isOnlyDuplicates(error)) return null;
      throw lateProblem(error) ?? error;
    }
  }

  /** A vote that nothing has to be done to is as durable as one that was changed: the read waits for that. */
  private asItIs(_id: string): Promise<VoteDocument | null> {
    const projection = { changes: 1, state: 1 };
    return this.votes.findOne(
      { _id },
      { projection, readConcern: 'linearizable', maxTimeMS: READ_WITHIN_MS },
    );
  }

  private refuseFlood(vote: VoteDocument, day: string): void {
    const refused = refusal(vote, day, this.config.VOTE_CHANGES_PER_DAY);
    if (refused === 'for-ever') {
      throw conflict(
        'vote-changed-too-often',
        `This vote was cast ${CASTS_PER_VOTE} times and stays as it is.`,
      );
    }
    if (refused === 'today') {
      const detail = `This vote was changed ${vote.changes.count} times today.`;
      throw tooMany('vote-changed-too-often', detail, secondsLeftOfDay(this.clock.now()));
    }
  }
}
