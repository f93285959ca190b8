import { Inject, Injectable } from '@nestjs/common';
import type { PersonHistory } from '@paperboy/contracts';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { COMMENTS, type CommentDocument } from '../comment/comment.js';
import type { PersonDocument } from '../person/person.js';
import { PEOPLE } from '../person/person.schema.js';

type Tally = { _id: string } & Pick<PersonHistory, 'comments' | 'hidden' | 'reports'>;

/** Reads what curators may know of people: the fate of their comments, the age of their accounts, and a suspension. */
@Injectable()
export class PersonHistories {
  private readonly people: Collection<PersonDocument>;
  private readonly comments: Collection<CommentDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.people = connection.collection<PersonDocument>(PEOPLE);
    this.comments = connection.collection<CommentDocument>(COMMENTS);
  }

  /** The histories of people, by id. People who do not exist are left out. */
  async of(personIds: readonly string[]): Promise<Map<string, PersonHistory>> {
    const ids = [...new Set(personIds)];
    const [people, tallies] = await Promise.all([
      this.people.find({ _id: { $in: ids } }).toArray(),
      this.tallies(ids),
    ]);
    const byId = new Map(tallies.map(({ _id, ...tally }) => [_id, tally]));
    return new Map(
      people.map(({ _id, role, createdAt, suspension, state: { handle, name } }) => [
        _id,
        {
          handle,
          name,
          role,
          since: createdAt.toISOString().slice(0, 10),
          ...(byId.get(_id) ?? { comments: 0, hidden: 0, reports: 0 }),
          ...(suspension?.state === 'suspended' && {
            suspended: { at: suspension.at.toISOString(), reason: suspension.reason ?? '' },
          }),
        },
      ]),
    );
  }

  private tallies(ids: readonly string[]): Promise<Tally[]> {
    return this.comments
      .aggregate<Tally>([
        { $match: { 'state.personId': { $in: ids } } },
        {
          $group: {
            _id: '$state.personId',
            comments: { $sum: 1 },
            hidden: { $sum: { $cond: [{ $eq: ['$state.state', 'hidden'] }, 1, 0] } },
            reports: { $sum: { $size: { $ifNull: ['$reports', []] } } },
          },
        },
      ])
      .toArray();
  }
}
