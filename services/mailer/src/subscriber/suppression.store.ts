import { Injectable } from '@nestjs/common';
import { InjectModel } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import type { Suppression } from './subscriber.js';
import { suppressionSchema } from './suppression.schema.js';

/** The suppressed addresses in MongoDB. */
@Injectable()
export class SuppressionStore {
  constructor(@InjectModel(suppressionSchema) private readonly suppressions: Model<Suppression>) {}

  /** A page in the order of the ids. `after` is the last id of the page before. */
  async page(after: string | undefined, limit: number): Promise<Suppression[]> {
    const behind = after === undefined ? {} : { _id: trusted({ $gt: after }) };
    return this.suppressions.find(behind).sort({ _id: 1 }).limit(limit).lean();
  }

  /** Suppresses an address. An address that is already suppressed keeps its reason and time. */
  async add({ _id, ...suppression }: Suppression): Promise<Suppression> {
    return this.suppressions
      .findOneAndUpdate({ _id }, { $setOnInsert: suppression }, { upsert: true, returnDocument: 'after' })
      .orFail()
      .lean();
  }

  /** The suppression of an address. Null when there is none. */
  async find(id: string): Promise<Suppression | null> {
    return this.suppressions.findOne({ _id: id }).lean();
  }

  /** Ends a suppression. False when the address was not suppressed. */
  async lift(id: string): Promise<boolean> {
    return (await this.suppressions.deleteOne({ _id: id })).deletedCount === 1;
  }
}
