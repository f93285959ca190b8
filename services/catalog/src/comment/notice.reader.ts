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

/** Reads whom a comment notifies, and the content of mails about comments. */
@Injectable()
export class NoticeReader {
  private readonly comments: Collection<CommentDocument>;
  private readonly people: Collection<PersonDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.comments = connection.collection<CommentDocument>(COMMENTS);
    this.people = connection.collection<PersonDocument>(PEOPLE);
  }

  /**
   * The ids of the people whom a new comment notifies: those whom it answers or mentions, without its author and
   * without people of the sample.
   */
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

  /**
   * The mail address of a person, and the comments for a mail, the earliest first. Leaves out comments that are not
   * shown or do not notify the person. Throws 404 `unknown-person`.
   */
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
