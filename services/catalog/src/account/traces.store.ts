import { Inject, Injectable } from '@nestjs/common';
import { FORMER_PERSON_ID } from '@paperboy/contracts';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { AUDIT } from '../audit/audit.schema.js';
import { CLAIMS } from '../authorship/claim.schema.js';
import { COMMENTS } from '../comment/comment.js';
import { THREAD_LOCKS } from '../comment/thread-lock.schema.js';
import { IDEMPOTENCY_KEYS } from '../document/idempotency-key.schema.js';
import { PERSONAL_QUOTAS, QUOTAS, type QuotaDocument } from '../document/quota.schema.js';
import { PEOPLE } from '../person/person.schema.js';
import { RINGS, type RingDocument } from '../ring/ring.schema.js';
import { FEED_ADDRESSES } from '../shelf/feed-address.schema.js';
import { SHELF } from '../shelf/shelf.schema.js';

interface Named {
  _id: string;
}

/** Removes what the catalog keeps of a person in addition to the account and to what the person published. */
@Injectable()
export class Traces {
  constructor(@Inject(MONGO) private readonly connection: Connection) {}

  /**
   * Deletes the person's own documents. In documents of others, it replaces the person's id with FORMER_PERSON_ID or
   * removes it.
   */
  async remove(personId: string): Promise<void> {
    await this.removeOwn(personId);
    await this.removeFromLimits(personId);
    await this.removeFromModeration(personId);
  }

  private async removeOwn(personId: string): Promise<void> {
    await this.of(SHELF).deleteMany({ personId });
    await this.of(FEED_ADDRESSES).deleteOne({ _id: personId });
    await this.of(CLAIMS).deleteMany({ personId });
    await this.of(IDEMPOTENCY_KEYS).deleteMany({ _id: { $gte: `${personId}:`, $lt: `${personId};` } });
  }

  private async removeFromLimits(personId: string): Promise<void> {
    const quotas = this.connection.collection<QuotaDocument>(QUOTAS);
    await quotas.deleteMany({ _id: { $regex: `^(${PERSONAL_QUOTAS.join('|')}):${personId}:` } });
    const places = new RegExp(`^${personId}#`);
    await quotas.updateMany({ takers: places }, { $pull: { takers: places } });
  }

  /** Reports and decisions stay, without the id of the person who made them. */
  private async removeFromModeration(personId: string): Promise<void> {
    await this.of(COMMENTS).updateMany(
      { 'reports.by': personId },
      { $set: { 'reports.$[own].by': FORMER_PERSON_ID } },
      { arrayFilters: [{ 'own.by': personId }] },
    );
    for (const [name, field] of [
      [CLAIMS, 'decidedBy'],
      [AUDIT, 'by'],
      [AUDIT, 'to'],
      [THREAD_LOCKS, 'by'],
      [PEOPLE, 'suspension.by'],
    ] as const)
      await this.of(name).updateMany({ [field]: personId }, { $set: { [field]: FORMER_PERSON_ID } });
    await this.connection
      .collection<RingDocument>(RINGS)
      .updateMany({ people: personId }, { $pull: { people: personId } });
  }

  private of(name: string): Collection<Named> {
    return this.connection.collection<Named>(name);
  }
}
