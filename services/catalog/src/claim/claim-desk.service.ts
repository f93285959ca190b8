import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { authorIdOf, type Role } from '@paperboy/contracts';
import {
  Clock,
  conflict,
  forbidden,
  InjectModel,
  isDuplicateKey,
  notFound,
  tooMany,
} from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import { AuditStore } from '../audit/audit.store.js';
import { placeOf } from '../authorship/claim.js';
import { type ClaimDocument, claimSchema } from '../authorship/claim.schema.js';
import { AuthorComments } from '../comment/author-comments.service.js';
import { secondsLeftOfDay } from '../document/database-time.js';
import { QuotaStore } from '../document/quota.store.js';
import { PaperStore } from '../paper/paper.store.js';

/** The person who claims or decides. */
interface Claimant {
  id: string;
  role: Role;
}

const CLAIMS_PER_DAY = 20;

/** Accepts claims of authors, and the decisions of curators about them. */
@Injectable()
export class ClaimDesk {
  constructor(
    @InjectModel(claimSchema) private readonly claims: Model<ClaimDocument>,
    private readonly papers: PaperStore,
    private readonly quotas: QuotaStore,
    private readonly clock: Clock,
    private readonly audit: AuditStore,
    private readonly ofAuthors: AuthorComments,
  ) {}

  /** Claims an author of a paper and returns the id of the claim. While it waits, the person may change the author. */
  async claim(person: Claimant, paperId: string, claimAuthorId: string): Promise<string> {
    const paper = await this.papers.find(paperId);
    if (!paper) throw notFound('unknown-paper', `The catalog has no paper ${paperId}.`);
    const author = paper.authors.findIndex((_, at) => authorIdOf(paperId, at) === claimAuthorId);
    const name = paper.authors[author]?.name;
    if (name === undefined)
      throw notFound('unknown-author', `Paper ${paperId} has no author ${claimAuthorId.slice(0, 80)}.`);
    const known = await this.claims.findOne({ paperId, personId: person.id }).lean();
    if (known?.state === 'confirmed' && placeOf(known, paper.authors) === author) return known._id;
    if (known && known.state !== 'waiting') throw decided(known);
    if (await this.isTaken(paperId, author, paper.authors)) throw authorClaimed(name);
    await this.takePlace(person.id, paperId);
    try {
      await this.claims.updateOne(
        { paperId, personId: person.id, state: 'waiting' },
        { $set: { author, name }, $setOnInsert: { _id: randomUUID(), claimedAt: this.clock.now() } },
        { upsert: true },
      );
    } catch (error) {
      // Another request made the claim at the same moment, or a curator decided it.
      if (!isDuplicateKey(error)) throw error;
    }
    const claim = await this.claims.findOne({ paperId, personId: person.id }).lean();
    if (claim?.state !== 'waiting') throw decided(claim);
    return claim._id;
  }

  /** Deletes a claim of this person. Throws 404 `unknown-claim`, 409 `claim-decided` for a refused one. */
  async takeBack(personId: string, id: string): Promise<void> {
    const taken = await this.claims
      .findOneAndDelete({ _id: id, personId, state: trusted({ $ne: 'refused' }) })
      .lean();
    if (taken) {
      await this.ofAuthors.refresh(taken.paperId);
      return;
    }
    const refused = await this.claims.findOne({ _id: id, personId }).lean();
    throw refused ? decided(refused) : unknown();
  }

  /**
   * Confirms or refuses a claim. The same decision again changes nothing. The audit log names the curator. Throws 404
   * `unknown-claim`, 403 `own-claim`, 409 `author-claimed`.
   */
  async decide(curator: Claimant, id: string, state: 'confirmed' | 'refused'): Promise<void> {
    const claim = await this.claims.findById(id).lean();
    if (!claim) throw unknown();
    if (state === 'confirmed') {
      if (claim.personId === curator.id && curator.role !== 'admin')
        throw forbidden('own-claim', 'Only an admin may confirm a claim of their own. Ask another curator.');
      const authors = (await this.papers.find(claim.paperId))?.authors ?? [];
      const author = placeOf(claim, authors);
      if (author !== undefined && (await this.isTaken(claim.paperId, author, authors, id)))
        throw authorClaimed(claim.name);
    }
    const decision = { state, decidedAt: this.clock.now(), decidedBy: curator.id };
    const note = { by: curator.id, to: claim.personId, paperId: claim.paperId };
    await this.audit.record({ act: `claim-${state}`, ...note }, async () => {
      try {
        const { modifiedCount } = await this.claims.updateOne(
          { _id: id, state: trusted({ $ne: state }) },
          { $set: decision },
        );
        return modifiedCount === 1;
      } catch (error) {
        if (isDuplicateKey(error)) throw authorClaimed(claim.name);
        throw error;
      }
    });
    await this.ofAuthors.refresh(claim.paperId);
  }

  /** Whether somebody was confirmed as this author, in a claim other than `id`. A revision may have moved the author since. */
  private async isTaken(
    paperId: string,
    author: number,
    authors: readonly { name: string }[],
    id?: string,
  ): Promise<boolean> {
    const confirmed = await this.claims.find({ paperId, state: 'confirmed' }).lean();
    return confirmed.some((claim) => claim._id !== id && placeOf(claim, authors) === author);
  }

  private async takePlace(personId: string, paperId: string): Promise<void> {
    const now = this.clock.now();
    if (await this.quotas.take(`claims:${personId}`, paperId, CLAIMS_PER_DAY, now)) return;
    throw tooMany('claim-limit', `A person may claim ${CLAIMS_PER_DAY} papers a day.`, secondsLeftOfDay(now));
  }
}

function decided(claim: Pick<ClaimDocument, 'state'> | null) {
  return conflict('claim-decided', `Your claim of this paper was ${claim?.state ?? 'decided'} already.`);
}

function authorClaimed(name: string) {
  return conflict('author-claimed', `Somebody else was confirmed as ${name}. Ask a curator.`);
}

function unknown() {
  return notFound('unknown-claim', 'There is no such claim; perhaps it was taken back.');
}
