import { Inject, Injectable } from '@nestjs/common';
import { type VoteAnswer, voteKey } from '@paperboy/contracts';
import { crashPoint, Outbox, pendingStage } from '@paperboy/messaging';
import {
  Clock,
  CONFIG,
  conflict,
  forbidden,
  isDuplicateKey,
  MONGO,
  notFound,
  tooMany,
  unavailable,
} from '@paperboy/platform';
import type { Collection, Connection, PipelineStage } from 'mongoose';
import type { CatalogConfig } from '../catalog.config.js';
import { quotaDay, secondsLeftOfDay } from '../document/database-time.js';
import { callerWaitsUntil, lateProblem, unlessLate } from '../document/late-write.js';
import { QuotaStore } from '../document/quota.store.js';
import { PUBLIC_STATE } from '../document/stored-state.js';
import { PaperStore, type VotablePaper } from '../paper/paper.store.js';
import { PeopleStore, suspendedProblem } from '../person/people.store.js';
import { Presence } from '../person/presence.store.js';
import { FirstVotes } from './first-votes.store.js';
import {
  CASTS_PER_VOTE,
  type CountsDecision,
  castStages,
  refusal,
  type VoteDocument,
  withdrawStages,
} from './vote.js';
import { VOTES } from './vote.schema.js';

const ANSWER = {
  'state.standing': 1,
  'state.counts': 1,
  'decided.counts': 1,
  casts: { $size: '$state.history' },
} as const;
/** A vote with the number of its casts. */
type Changed = VoteDocument & { casts: number };
/** An attempt fails only when the same person changes the same vote at the same moment. */
const ATTEMPTS = 20;
/** The limit of a linearizable read, which would otherwise wait for a majority of the database's members for ever. */
const READ_WITHIN_MS = 4_000;

/** An update of a vote. `judged` is the `seq` that was read, when the update depends on the vote as it was then. */
interface Prepared {
  stages: PipelineStage[];
  judged?: number | undefined;
}

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
    private readonly presence: Presence,
    private readonly firstVotes: FirstVotes,
    private readonly outbox: Outbox,
  ) {
    this.votes = connection.collection<VoteDocument>(VOTES);
  }

  /** Casts a person's vote for a paper. Writes nothing for a vote that stands already. */
  async cast(personId: string, paperId: string): Promise<VoteAnswer> {
    this.presence.note();
    const paper = await this.paper(paperId);
    if (paper.withdrawn)
      throw conflict('paper-withdrawn', `Paper ${paperId} was withdrawn: it takes no new votes.`);
    // Everything that people of the sample do is removed with the sample.
    const sample = paper.sample || personId.startsWith('sample-');
    const day = quotaDay(this.clock.now());
    const change = { paperId, personId, sample, day };
    const { seq, ...first } = await this.decide(personId, paperId);
    if (seq === undefined && (await this.firstVotes.store(change, first)) === 'stored')
      return { paperId, upvoted: true, counts: first.counts };
    const prepare = async (): Promise<Prepared> => {
      const { seq: judged, ...decision } = await this.decide(personId, paperId);
      const stages = [
        ...castStages(change, decision),
        pendingStage({ type: 'vote.cast', data: PUBLIC_STATE }),
      ];
      return { stages, judged };
    };
    const { counts } = await this.change({ personId, paperId, standing: true, day, prepare });
    return { paperId, upvoted: true, counts };
  }

  /** Withdraws a person's vote. Writes nothing when none stands. */
  async withdraw(personId: string, paperId: string): Promise<VoteAnswer> {
    this.presence.note();
    await this.paper(paperId);
    const suspended = (await this.people.lookUp(personId))?.suspended;
    if (suspended !== undefined) throw suspendedProblem(suspended);
    const day = quotaDay(this.clock.now());
    const stages = [...withdrawStages(day), pendingStage({ type: 'vote.withdrawn', data: PUBLIC_STATE })];
    const prepare = async (): Promise<Prepared> => ({ stages });
    const { counts, left } = await this.change({ personId, paperId, standing: false, day, prepare });
    if (left !== undefined) await this.freePlace(personId, paperId, left);
    return { paperId, upvoted: false, counts };
  }

  /** The papers among these for which the person's vote stands, and those for which it counts. */
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

  private async paper(paperId: string): Promise<VotablePaper> {
    const paper = await this.papers.lookUp(paperId);
    if (!paper) throw notFound('unknown-paper', `The catalog has no paper ${paperId}.`);
    return paper;
  }

  /**
   * Decides whether a vote counts. Only a few votes of new people count for one paper and day. This is decided once, at
   * the first cast. A counting vote holds a place while it stands, so casting it again needs a place again. Throws 403
   * `unknown-person` and `suspended`, and 429 `new-person-limit`.
   */
  private async decide(personId: string, paperId: string): Promise<CountsDecision & { seq?: number }> {
    const person = await this.people.lookUp(personId);
    if (!person) throw forbidden('unknown-person', 'The account does not exist any more.');
    if (person.suspended !== undefined) throw suspendedProblem(person.suspended);
    const now = this.clock.now();
    if (ageHours(person, now) >= this.config.NEW_PERSON_HOURS) return { counts: true };
    const before = await this.votes.findOne(
      { _id: voteKey({ paperId, personId }) },
      {
        projection: {
          seq: 1,
          'state.counts': 1,
          'state.standing': 1,
          'state.history': 1,
          'decided.counts': 1,
        },
      },
    );
    const known = before ? { seq: before.seq } : {};
    // A vote that is set aside has its place like any other, since it counts again when it is restored.
    if (before && (before.state.standing || !decidedCounts(before)))
      return { counts: decidedCounts(before), ...known };
    const place = placeName(personId, (before?.state.history.length ?? 0) + 1);
    const places = this.config.NEW_PERSON_VOTES_PER_PAPER;
    if (await this.quotas.take(placesOf(paperId), place, places, now)) return { counts: true, ...known };
    if (!before) return { counts: false, reason: 'new-person-limit' };
    const detail = `The ${places} places that new accounts have on a paper each day are taken. Cast this vote again tomorrow.`;
    throw tooMany('new-person-limit', detail, secondsLeftOfDay(now));
  }

  /** Frees the place of the newest cast of a vote that was withdrawn. A crash before this loses the place. */
  private async freePlace(personId: string, paperId: string, casts: number): Promise<void> {
    const person = await this.people.lookUp(personId);
    const now = this.clock.now();
    // Places are counted by day. If an older account holds one, it is of a past day.
    if (!person || ageHours(person, now) > this.config.NEW_PERSON_HOURS + 24) return;
    await this.quotas.free(placesOf(paperId), placeName(personId, casts), now);
  }

  /**
   * Changes a vote until it stands as wanted. Returns whether it counts. `left` is the number of the cast whose place is
   * free now, if this call withdrew a vote that counted by its first decision.
   */
  private async change(to: {
    personId: string;
    paperId: string;
    standing: boolean;
    day: string;
    prepare: () => Promise<Prepared>;
  }): Promise<{ counts: boolean; left?: number }> {
    const _id = voteKey(to);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const changed = await this.tryToChange(_id, { ...to, ...(await to.prepare()) });
      if (changed) {
        crashPoint('outbox.after-write');
        this.outbox.nudge(VOTES, _id);
        return {
          counts: changed.state.counts,
          ...(!to.standing && decidedCounts(changed) && { left: changed.casts }),
        };
      }
      const vote = await this.asItIs(_id);
      if ((vote?.state.standing ?? false) === to.standing) {
        return { counts: vote?.state.counts ?? false };
      }
      if (vote) this.refuseFlood(vote, to.day);
    }
    throw unavailable('vote-contended', 'Too many requests change this vote at once.');
  }

  /** Changes the vote. Null when it stands as wanted already, was changed too often, or changed since it was read. */
  private async tryToChange(
    _id: string,
    { standing, day, stages, judged }: { standing: boolean; day: string } & Prepared,
  ): Promise<Changed | null> {
    const filter = {
      _id,
      ...(judged !== undefined && { seq: judged }),
      'state.standing': standing ? { $ne: true } : true,
      // A vote that is being deleted must not change: its tombstone has to be its last event.
      deleteAfterPublish: { $ne: true },
      $nor: [{ 'changes.day': day, 'changes.count': { $gte: this.config.VOTE_CHANGES_PER_DAY } }],
      ...(standing && { [`state.history.${CASTS_PER_VOTE - 1}`]: { $exists: false } }),
    };
    try {
      const changed = await this.votes.findOneAndUpdate(
        filter,
        [...unlessLate(callerWaitsUntil()), ...stages],
        {
          upsert: standing,
          returnDocument: 'after',
          projection: ANSWER,
        },
      );
      return changed as Changed | null;
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw lateProblem(error) ?? error;
    }
  }

  /** Reads the vote. A linearizable read waits until the vote is durable, as a change would. */
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

function ageHours({ createdAt }: { createdAt: Date }, now: Date): number {
  return (now.getTime() - createdAt.getTime()) / 3_600_000;
}

/** Whether a vote counts by its first decision. It keeps that while it is set aside. */
function decidedCounts({ decided, state }: Pick<VoteDocument, 'decided' | 'state'>): boolean {
  return decided?.counts ?? state.counts;
}

/** The name of the quota of new people's votes for a paper. */
function placesOf(paperId: string): string {
  return `new-people:${paperId}`;
}

/**
 * The name of the place of a person's n-th cast. Each cast has its own, so that a late withdrawal can't free that of the
 * next cast. The `seq` of the vote would not do: setting the vote aside raises it between the cast and its withdrawal.
 */
function placeName(personId: string, cast: number): string {
  return `${personId}#${cast}`;
}
