import { Inject, Injectable } from '@nestjs/common';
import { Clock, MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { CREDENTIALS, type CredentialDocument } from '../person/credential.schema.js';
import type { PersonDocument } from '../person/person.js';
import { PEOPLE } from '../person/person.schema.js';
import type { VoteDocument } from '../vote/vote.js';
import { VOTES } from '../vote/vote.schema.js';
import { type FoundRing, LEAST_PEOPLE, ringsOf } from './ring.js';

/** Votes that are older say nothing about a current ring. */
const LATELY_MS = 14 * 86_400_000;
const MOST_NETWORKS = 200;
/** The most people of one network that are compared: the newest accounts, in a large one such as a university's. */
const MOST_PEOPLE = 200;
/** The most votes of one person that are read. */
const MOST_VOTES = 200;

/** Searches for rings among people who share a network. Sessions and tokens hold a hash of the network. */
@Injectable()
export class RingSearch {
  private readonly credentials: Collection<CredentialDocument>;
  private readonly people: Collection<PersonDocument>;
  private readonly votes: Collection<VoteDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly clock: Clock,
  ) {
    this.credentials = connection.collection<CredentialDocument>(CREDENTIALS);
    this.people = connection.collection<PersonDocument>(PEOPLE);
    this.votes = connection.collection<VoteDocument>(VOTES);
  }

  /** The rings whose votes count now. */
  async find(): Promise<FoundRing[]> {
    const found = new Map<string, FoundRing>();
    for (const ids of await this.networks()) {
      for (const ring of ringsOf(await this.votersOf(ids))) found.set(ring.id, ring);
    }
    return [...found.values()];
  }

  /** The ids of the people of each network that at least LEAST_PEOPLE share. */
  private async networks(): Promise<string[][]> {
    const found = await this.credentials
      .aggregate<{ people: string[] }>([
        { $match: { network: { $gt: '' } } },
        { $group: { _id: '$network', people: { $addToSet: '$personId' } } },
        { $match: { [`people.${LEAST_PEOPLE - 1}`]: { $exists: true } } },
        { $sort: { _id: 1 } },
        { $limit: MOST_NETWORKS },
      ])
      .toArray();
    return found.map(({ people }) => people);
  }

  private async votersOf(ids: string[]) {
    const people = await this.people
      .find({ _id: { $in: ids } }, { projection: { createdAt: 1 } })
      .sort({ createdAt: -1 })
      .limit(MOST_PEOPLE)
      .toArray();
    const since = new Date(this.clock.now().getTime() - LATELY_MS).toISOString();
    return Promise.all(
      people.map(async ({ _id: id, createdAt }) => ({
        id,
        madeAt: createdAt.getTime(),
        papers: new Set(await this.papersOf(id, since)),
      })),
    );
  }

  private async papersOf(personId: string, since: string): Promise<string[]> {
    const votes = await this.votes
      .find(
        {
          'state.personId': personId,
          'state.standing': true,
          'state.counts': true,
          'state.history.castAt': { $gte: since },
        },
        { projection: { 'state.paperId': 1 } },
      )
      .limit(MOST_VOTES)
      .toArray();
    return votes.map(({ state }) => state.paperId);
  }
}
