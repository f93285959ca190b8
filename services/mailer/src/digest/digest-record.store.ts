import { Injectable } from '@nestjs/common';
import { InjectModel } from '@paperboy/platform';
import type { Model } from 'mongoose';
import type { DigestRecord } from './digest-record.js';
import { digestRecordSchema } from './digest-record.schema.js';

/** The records of the content of digests, in MongoDB. */
@Injectable()
export class DigestRecordStore {
  constructor(@InjectModel(digestRecordSchema) private readonly records: Model<DigestRecord>) {}

  /** Stores a record. If one with the same content exists, only its expiry moves. */
  async keep({ _id, composedAt, reasons, papers }: DigestRecord): Promise<void> {
    await this.records.updateOne(
      { _id },
      { $set: { composedAt }, $setOnInsert: { reasons, papers } },
      { upsert: true },
    );
  }

  /** The record of a digest, if it is still kept. */
  async find(id: string): Promise<DigestRecord | null> {
    return this.records.findOne({ _id: id }).lean();
  }
}
