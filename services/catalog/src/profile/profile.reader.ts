import { Inject, Injectable } from '@nestjs/common';
import type { Profile } from '@paperboy/contracts';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { COMMENTS, type CommentDocument } from '../comment/comment.js';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';
import type { PersonDocument } from '../person/person.js';
import { PEOPLE } from '../person/person.schema.js';
import type { VoteDocument } from '../vote/vote.js';
import { VOTES } from '../vote/vote.schema.js';

const COMMENTS_SHOWN = 20;
const VOTES_SHOWN = 20;

/**
 * Reads what everyone may know of a person. It shows votes only if the person has chosen so, and never an address.
 */
@Injectable()
export class ProfileReader {
  private readonly people: Collection<PersonDocument>;
  private readonly comments: Collection<CommentDocument>;
  private readonly votes: Collection<VoteDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.people = connection.collection<PersonDocument>(PEOPLE);
    this.comments = connection.collection<CommentDocument>(COMMENTS);
    this.votes = connection.collection<VoteDocument>(VOTES);
  }

  /** The profile of a handle; undefined when nobody has it. */
  async find(handle: string): Promise<Profile | undefined> {
    const person = await this.people.findOne({ 'state.handle': handle });
    if (!person) return undefined;
    const said = await this.comments
      .aggregate<CommentDocument & { papers: PaperDocument[] }>([
        { $match: { 'state.personId': person._id, 'state.state': 'shown' } },
        { $sort: { 'state.postedAt': -1, _id: -1 } },
        { $limit: COMMENTS_SHOWN },
        { $lookup: { from: PAPERS, localField: 'state.paperId', foreignField: '_id', as: 'papers' } },
      ])
      .toArray();
    return {
      handle,
      name: person.state.name,
      since: person.createdAt.toISOString().slice(0, 10),
      ...(person.about && { about: person.about }),
      ...(person.showVotes && { votes: await this.upvoted(person._id) }),
      comments: said.map(({ _id, text = '', state: { postedAt, paperId }, papers: [paper] }) => ({
        id: _id,
        text,
        postedAt,
        paper: { id: paperId, title: paper?.state.title ?? paperId },
      })),
    };
  }

  /** The papers for which the person's votes stand, the newest votes first. */
  private async upvoted(personId: string): Promise<NonNullable<Profile['votes']>> {
    const found = await this.votes
      .aggregate<VoteDocument & { papers: PaperDocument[] }>([
        { $match: { 'state.personId': personId, 'state.standing': true } },
        { $sort: { 'state.history.castAt': -1 } },
        { $limit: VOTES_SHOWN },
        { $lookup: { from: PAPERS, localField: 'state.paperId', foreignField: '_id', as: 'papers' } },
      ])
      .toArray();
    return found.map(({ state: { paperId }, papers: [paper] }) => ({
      id: paperId,
      title: paper?.state.title ?? paperId,
    }));
  }
}
