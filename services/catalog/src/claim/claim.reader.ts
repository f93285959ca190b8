import { Inject, Injectable } from '@nestjs/common';
import type { Claim } from '@paperboy/contracts';
import { MONGO, notFound } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { namesMatch } from '../authorship/claim.js';
import { CLAIMS, type ClaimDocument } from '../authorship/claim.schema.js';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';
import type { PersonDocument } from '../person/person.js';
import { PEOPLE } from '../person/person.schema.js';

/** Where a page of claims begins and how long it is. */
interface Part {
  skip: number;
  limit: number;
}

/** Claims with the paper and the person that each is about. */
@Injectable()
export class ClaimReader {
  private readonly claims: Collection<ClaimDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.claims = connection.collection<ClaimDocument>(CLAIMS);
  }

  /** The claims of a person, the newest first. */
  ofPerson(personId: string, limit: number): Promise<Claim[]> {
    return this.read({ personId }, -1, { skip: 0, limit });
  }

  /** The claims in a state, those that wait longest first. */
  inState(state: Claim['state'], part: Part): Promise<Claim[]> {
    return this.read({ state }, 1, part);
  }

  /** One claim. Throws 404 `unknown-claim`. */
  async one(id: string): Promise<Claim> {
    const [claim] = await this.read({ _id: id }, 1, { skip: 0, limit: 1 });
    if (!claim) throw notFound('unknown-claim', 'There is no such claim; perhaps it was taken back.');
    return claim;
  }

  private async read(filter: Partial<ClaimDocument>, order: 1 | -1, { skip, limit }: Part): Promise<Claim[]> {
    const found = await this.claims
      .aggregate<ClaimDocument & { paper: PaperDocument; person: PersonDocument }>([
        { $match: filter },
        { $sort: { claimedAt: order, _id: order } },
        { $lookup: { from: PAPERS, localField: 'paperId', foreignField: '_id', as: 'paper' } },
        { $lookup: { from: PEOPLE, localField: 'personId', foreignField: '_id', as: 'person' } },
        { $unwind: '$paper' },
        { $unwind: '$person' },
        { $skip: skip },
        { $limit: limit },
      ])
      .toArray();
    return found.map(({ paper, person: { state: by }, ...claim }) => ({
      id: claim._id,
      paperId: claim.paperId,
      title: paper.state.title,
      author: claim.name,
      by: { handle: by.handle, name: by.name },
      namesMatch: namesMatch(by.name, claim.name),
      state: claim.state,
      claimedAt: claim.claimedAt.toISOString(),
      ...(claim.decidedAt && { decidedAt: claim.decidedAt.toISOString() }),
    }));
  }
}
