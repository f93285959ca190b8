import { Inject, Injectable } from '@nestjs/common';
import { type ShownComment } from '@paperboy/contracts';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { PEOPLE } from '../people/people.store.js';
import type { PersonDocument } from '../people/person.js';
import { COMMENTS, type CommentDocument } from './comment.js';

/** The comments of the catalog. */
@Injectable()
export class CommentStore {
  private readonly comments: Collection<CommentDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.comments = connection.collection<CommentDocument>(COMMENTS);
  }

  /** The comments on a paper that are shown, the earliest first, at most `limit` of them. */
  async shown(paperId: string, limit: number): Promise<ShownComment[]> {
    const found = await this.comments
      .aggregate<CommentDocument & { people: PersonDocument[] }>([
        { $match: { 'state.paperId': paperId, 'state.state': 'shown' } },
        { $sort: { 'state.postedAt': 1, _id: 1 } },
        { $limit: limit },
        { $lookup: { from: PEOPLE, localField: 'state.personId', foreignField: '_id', as: 'people' } },
      ])
      .toArray();
    return found.map(({ _id, text, state, people: [person] }) => ({
      id: _id,
      text,
      postedAt: state.postedAt,
      ...(state.editedAt && { editedAt: state.editedAt }),
      ...(person && { by: { handle: person.state.handle, name: person.state.name } }),
    }));
  }
}
