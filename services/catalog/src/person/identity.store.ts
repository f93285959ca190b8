import { Injectable } from '@nestjs/common';
import { Clock, conflict, InjectModel, isDuplicateKey } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import { type IdentityDocument, identitySchema } from './identity.schema.js';
import type { InstitutionIdentity } from './institution-identity.js';

/** Finds and keeps the account that an identity at an institution is connected with. */
@Injectable()
export class IdentityStore {
  constructor(
    @InjectModel(identitySchema) private readonly identities: Model<IdentityDocument>,
    private readonly clock: Clock,
  ) {}

  /** The id of an identity's person, if there is one. Notes the use. */
  async use({ id: _id }: InstitutionIdentity): Promise<string | undefined> {
    const found = await this.identities
      .findOneAndUpdate({ _id }, { $set: { usedAt: this.clock.now() } })
      .lean();
    return found?.personId;
  }

  /** Connects an identity with a person. A repetition changes nothing. Throws 409 `institution-taken`. */
  async connect({ id: _id, issuer }: InstitutionIdentity, personId: string): Promise<void> {
    try {
      await this.identities.updateOne(
        { _id, personId },
        { $setOnInsert: { issuer, createdAt: this.clock.now() } },
        { upsert: true },
      );
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw conflict('institution-taken', 'This sign-in of the institution belongs to another account here.');
    }
  }

  /** The identities of a person, the newest first, a hundred at most. */
  list(personId: string): Promise<IdentityDocument[]> {
    return this.identities.find({ personId }).sort({ createdAt: -1, _id: 1 }).limit(100).lean();
  }

  /** Disconnects an identity of the person, by the beginning of its id; false when there is none. */
  async remove(personId: string, id: string): Promise<boolean> {
    // The range of ids with this beginning: `g` sorts after every hexadecimal digit.
    const range = trusted({ $gte: id, $lt: `${id}g` });
    return (await this.identities.deleteOne({ _id: range, personId })).deletedCount === 1;
  }
}
