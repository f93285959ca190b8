import { Inject, Injectable } from '@nestjs/common';
import { type CommentState, type ShownComment } from '@paperboy/contracts';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection, PipelineStage } from 'mongoose';
import { Authors } from '../authorship/authors.reader.js';
import type { PersonDocument } from '../person/person.js';
import { PEOPLE } from '../person/person.schema.js';
import { COMMENTS, type CommentDocument } from './comment.js';

/** A part of the comments on a paper: at most `limit` of them, after the first `skip` of those behind `after`. */
interface Part {
  readonly order: 'oldest' | 'newest';
  /** As `placeOf` names it. */
  readonly after?: string | undefined;
  readonly skip: number;
  readonly limit: number;
}

type Found = CommentDocument & { people: PersonDocument[] };

const WITH_PERSON: PipelineStage.Lookup = {
  $lookup: { from: PEOPLE, localField: 'state.personId', foreignField: '_id', as: 'people' },
};
/** Reads the comments of the catalog. */
@Injectable()
export class CommentStore {
  private readonly comments: Collection<CommentDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly authors: Authors,
  ) {
    this.comments = connection.collection<CommentDocument>(COMMENTS);
  }

  /** The visible comments on a paper, ordered by their times. */
  async shown(paperId: string, { order, after, skip, limit }: Part): Promise<ShownComment[]> {
    const direction = order === 'oldest' ? 1 : -1;
    const found = await this.comments
      .aggregate<Found>([
        {
          $match: {
            'state.paperId': paperId,
            // A removed comment that was answered keeps its place, without its text. A held one is for its author alone.
            $or: [{ 'state.state': 'shown' }, { answered: true, 'state.state': { $ne: 'held' } }],
            ...(after !== undefined && { $and: behind(after, direction) }),
          },
        },
        { $sort: { 'state.postedAt': direction, _id: direction } },
        { $skip: skip },
        { $limit: limit },
        WITH_PERSON,
      ])
      .toArray();
    return this.marked(paperId, found);
  }

  /** A comment on a paper; undefined unless it is shown. */
  async one(paperId: string, id: string): Promise<ShownComment | undefined> {
    const filter = { _id: id, 'state.paperId': paperId, 'state.state': 'shown' };
    const [found] = await this.comments.aggregate<Found>([{ $match: filter }, WITH_PERSON]).toArray();
    return found && (await this.marked(paperId, [found]))[0];
  }

  /** The comments as they are shown. Marks those that confirmed authors of the paper wrote. */
  private async marked(paperId: string, found: readonly Found[]): Promise<ShownComment[]> {
    if (found.length === 0) return [];
    const authors = await this.authors.idsOf(paperId);
    return found.map((one) => {
      const comment = shown(one);
      return comment.by && authors.has(one.state.personId) ? { ...comment, byAuthor: true } : comment;
    });
  }

  /** A person's own held comments on a paper, the earliest first. With `id` only that comment. */
  async waiting(personId: string, paperId: string, id?: string): Promise<ShownComment[]> {
    const filter = {
      ...(id !== undefined && { _id: id }),
      'state.paperId': paperId,
      'state.personId': personId,
      'state.state': 'held',
    };
    const found = await this.comments
      .aggregate<Found>([{ $match: filter }, { $sort: { 'state.postedAt': 1 } }, WITH_PERSON])
      .toArray();
    return found.map((comment) => ({ ...shown(comment), held: true }));
  }

  /** The state of a comment on a paper, also of one that is not shown; undefined for an unknown comment. */
  async state(paperId: string, id: string): Promise<CommentDocument['state'] | undefined> {
    const filter = { _id: id, 'state.paperId': paperId };
    return (await this.comments.findOne(filter, { projection: { state: 1 } }))?.state;
  }
}

/** The place of a comment in the order of times. It never changes, so a page that begins behind it stays the same. */
export function placeOf({ postedAt, id }: Pick<ShownComment, 'postedAt' | 'id'>): string {
  return `${postedAt},${id}`;
}

function behind(place: string, direction: 1 | -1): object[] {
  const [at = '', id = ''] = place.split(',');
  const [beyond, from] = direction === 1 ? ['$gt', '$gte'] : ['$lt', '$lte'];
  return [
    // Lets the index find the first one.
    { 'state.postedAt': { [from]: at } },
    { $or: [{ 'state.postedAt': { [beyond]: at } }, { 'state.postedAt': at, _id: { [beyond]: id } }] },
  ];
}

/** Who removed a comment in this state; undefined for one that is shown or held. An unknown state counts as removed. */
function removedBy({ state }: Pick<CommentState, 'state'>): ShownComment['removed'] {
  if (state === 'shown' || state === 'held') return undefined;
  return state === 'erased' ? 'author' : 'curator';
}

function shown({ _id, text = '', state, people: [person] }: Found): ShownComment {
  const removed = removedBy(state);
  return {
    id: _id,
    text: removed ? '' : text,
    postedAt: state.postedAt,
    ...(state.replyTo && { replyTo: state.replyTo }),
    ...(removed && { removed }),
    ...(!removed && state.editedAt && { editedAt: state.editedAt }),
    ...(!removed && person && { by: { handle: person.state.handle, name: person.state.name } }),
  };
}
