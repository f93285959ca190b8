import { Inject, Injectable } from '@nestjs/common';
import { mentionsIn, type NoticedComment } from '@paperboy/contracts';
import { MONGO, notFound } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';
import type { PersonDocument } from '../person/person.js';
import { PEOPLE } from '../person/person.schema.js';
import { COMMENTS, type CommentDocument } from './comment.js';

type Found = CommentDocument & {
  papers: PaperDocument[];
  people: PersonDocument[];
  answered: CommentDocument[];
};

/** Who is told of a comment, and what the mail about it says. */
@Injectable()
export class NoticeReader {
  private readonly comments: Collection<CommentDocument>;
  private readonly people: Collection<PersonDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.comments = connection.collection<CommentDocument>(COMMENTS);
    this.people = connection.collection<PersonDocument>(PEOPLE);
  }

  /** The ids of those who are told of a comment before it is posted: nobody of the sample, and not the author. */
  async told(by: string, text: string, replyTo: string | undefined): Promise<string[]> {
    const handles = mentionsIn(text);
    const [answered, mentioned] = await Promise.all([
      replyTo === undefined
        ? null
        : this.comments.findOne({ _id: replyTo }, { projection: { 'state.personId': 1 } }),
      handles.length === 0
        ? []
        : this.people.find({ 'state.handle': { $in: handles } }, { projection: { _id: 1 } }).toArray(),
    ]);
    const ids = [...(answered ? [answered.state.personId] : []), ...mentioned.map(({ _id }) => _id)];
    return [...new Set(ids)].filter((id) => id !== by && !id.startsWith('sample-'));
  }

  /** What a mail tells a person of some comments, in the order of their times. Throws 404 `unknown-person`. */
  async letter(
    personId: string,
    commentIds: readonly string[],
  ): Promise<{ address: string; comments: NoticedComment[] }> {
    const person = await this.people.findOne({ _id: personId }, { projection: { address: 1 } });
    if (!person) throw notFound('unknown-person', 'The account does not exist any more.');
    const filter = { _id: { $in: [...commentIds] }, 'state.state': 'shown', 'state.notifies': personId };
    const found = await this.comments
      .aggregate<Found>([
        { $match: filter },
        { $sort: { 'state.postedAt': 1, _id: 1 } },
        { $lookup: { from: PAPERS, localField: 'state.paperId', foreignField: '_id', as: 'papers' } },
        { $lookup: { from: PEOPLE, localField: 'state.personId', foreignField: '_id', as: 'people' } },
        { $lookup: { from: COMMENTS, localField: 'state.replyTo', foreignField: '_id', as: 'answered' } },
      ])
      .toArray();
    const comments = found.map(
      ({ _id: id, text = '', state: { paperId }, papers: [paper], people: [by], answered: [to] }) => ({
        id,
        paperId,
        title: paper?.state.title ?? paperId,
        by: by?.state.name ?? 'A former reader',
        text,
        kind: to?.state.personId === personId ? ('reply' as const) : ('mention' as const),
      }),
    );
    return { address: person.address, comments };
  }
}
