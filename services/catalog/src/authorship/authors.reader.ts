import { Inject, Injectable } from '@nestjs/common';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import type { PersonDocument } from '../person/person.js';
import { PEOPLE } from '../person/person.schema.js';
import { placeOf } from './claim.js';
import { CLAIMS, type ClaimDocument } from './claim.schema.js';

/** A person who was confirmed as an author. */
export interface ConfirmedAuthor {
  /** The place among the current authors of the paper, from 0. */
  author: number;
  id: string;
  handle: string;
  name: string;
}

/** Reads which people were confirmed as authors of a paper. */
@Injectable()
export class Authors {
  private readonly claims: Collection<ClaimDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.claims = connection.collection<ClaimDocument>(CLAIMS);
  }

  /** The confirmed authors whom the paper still names, with their public names. */
  async of(paperId: string, authors: readonly { name: string }[]): Promise<ConfirmedAuthor[]> {
    const found = await this.claims
      .aggregate<ClaimDocument & { person: PersonDocument }>([
        { $match: { paperId, state: 'confirmed' } },
        { $lookup: { from: PEOPLE, localField: 'personId', foreignField: '_id', as: 'person' } },
        { $unwind: '$person' },
      ])
      .toArray();
    return found.flatMap(({ person: { _id: id, state }, ...claim }) => {
      const author = placeOf(claim, authors);
      return author === undefined ? [] : [{ author, id, handle: state.handle, name: state.name }];
    });
  }

  /** The ids of all who were confirmed as authors of a paper, also of those whom it no longer names. */
  async idsOf(paperId: string): Promise<Set<string>> {
    const found = await this.claims
      .find({ paperId, state: 'confirmed' }, { projection: { personId: 1 } })
      .toArray();
    return new Set(found.map(({ personId }) => personId));
  }
}
