import { Inject, Injectable } from '@nestjs/common';
import type { Ring, UncountedVote } from '@paperboy/contracts';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';
import type { PersonDocument } from '../person/person.js';
import { PEOPLE } from '../person/person.schema.js';
import type { VoteDocument } from '../vote/vote.js';
import { VOTES } from '../vote/vote.schema.js';
import type { FoundRing } from './ring.js';
import type { RingDocument } from './ring.schema.js';

/** A ring by the ids of its people and papers. */
export type NamedRing = FoundRing & { state: 'found' | RingDocument['state']; at?: Date };

/** Reads the votes that do not count, and looks up the names of people and the titles of papers. */
@Injectable()
export class UncountedVotes {
  private readonly votes: Collection<VoteDocument>;
  private readonly people: Collection<PersonDocument>;
  private readonly papers: Collection<PaperDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.votes = connection.collection<VoteDocument>(VOTES);
    this.people = connection.collection<PersonDocument>(PEOPLE);
    this.papers = connection.collection<PaperDocument>(PAPERS);
  }

  /** At most `limit` votes that do not count, after the first `skip`, in the order of reason and person. */
  async page(skip: number, limit: number): Promise<UncountedVote[]> {
    const votes = await this.votes
      .find({ 'state.reason': { $exists: true } })
      .sort({ 'state.reason': 1, 'state.personId': 1, _id: 1 })
      .skip(skip)
      .limit(limit)
      .toArray();
    const [people, papers] = await this.names(
      votes.map(({ state }) => state.personId),
      votes.map(({ state }) => state.paperId),
    );
    return votes.map(({ state: { paperId, personId, reason = '', standing, history } }) => {
      const person = people.get(personId);
      return {
        paper: { id: paperId, title: papers.get(paperId) ?? paperId },
        ...(person && { by: { handle: person.handle, name: person.name } }),
        reason,
        standing,
        castAt: history[0]?.castAt ?? '',
      };
    });
  }

  /** Rings with the names of their people and the titles of their papers. */
  async named(all: readonly NamedRing[]): Promise<Ring[]> {
    const [people, papers] = await this.names(
      all.flatMap((ring) => ring.people),
      all.flatMap((ring) => ring.papers),
    );
    return all.map(({ id, state, at, ...ring }) => ({
      id,
      state,
      people: ring.people.flatMap((personId) => people.get(personId) ?? []),
      papers: ring.papers.map((paperId) => ({ id: paperId, title: papers.get(paperId) ?? paperId })),
      ...(at && { at: at.toISOString() }),
    }));
  }

  private async names(personIds: readonly string[], paperIds: readonly string[]) {
    const [people, papers] = await Promise.all([
      this.people.find({ _id: { $in: [...new Set(personIds)] } }).toArray(),
      this.papers
        .find({ _id: { $in: [...new Set(paperIds)] } }, { projection: { 'state.title': 1 } })
        .toArray(),
    ]);
    return [
      new Map(
        people.map(({ _id, createdAt, state: { handle, name } }) => [
          _id,
          { handle, name, since: createdAt.toISOString().slice(0, 10) },
        ]),
      ),
      new Map(papers.map(({ _id, state }) => [_id, state.title])),
    ] as const;
  }
}
