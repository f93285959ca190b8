import { Injectable } from '@nestjs/common';
import { InjectModel } from '@paperboy/platform';
import type { Model } from 'mongoose';
import { digestSchema, type StoredDigest } from './digest.schema.js';

/** The subjects of the digests, in MongoDB. */
@Injectable()
export class DigestStore {
  constructor(@InjectModel(digestSchema) private readonly digests: Model<StoredDigest>) {}

  /** Stores the subject of an edition's digests, so that an operator can find them in a mailbox. */
  async noteSubject(editionId: string, subject: string): Promise<void> {
    await this.digests.updateOne({ _id: editionId }, { $set: { subject } }, { upsert: true });
  }

  /** The subject of an edition's digests; undefined before the first was composed. */
  async subject(editionId: string): Promise<string | undefined> {
    return (await this.digests.findOne({ _id: editionId }).lean())?.subject;
  }
}
