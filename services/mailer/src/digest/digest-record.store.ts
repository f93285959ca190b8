import { Injectable } from '@nestjs/common';
import { InjectModel } from '@paperboy/platform';
import type { Model } from 'mongoose';
import type { DigestRecord } from './digest-record.js';
import { digestRecordSchema } from './digest-record.schema.js';

/** What was in the digests, in MongoDB. */
@Injectable()
export class DigestRecordStore {
  constructor(@InjectModel(digestRecordSchema) private readonly records: Model<DigestRecord>) {}

  /** Keeps a record; one with the same content is there already and is kept for longer. */
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
