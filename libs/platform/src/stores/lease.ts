import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.js';

/** Who may do something that one replica at a time does. */
export interface LeaseDocument {
  _id: string;
  holder: string;
  /** Raised by each change of hands. */
  epoch: number;
  expiresAt: Date;
}

/** What a lease needs of a collection, of the driver or of mongoose. */
export type LeaseCollection = Pick<
  mongo.Collection<LeaseDocument>,
  'findOneAndUpdate' | 'insertOne' | 'updateOne'
>;

/** A lease in MongoDB, by the database's clock: its holder may act until it expires. */
export class Lease {
  protected readonly holder = randomUUID();
  /** The epoch under which it is held here; undefined while it is not. */
  protected epoch: number | undefined;
  private validUntil = 0;

  constructor(
    private readonly collection: LeaseCollection,
    protected readonly id: string,
    private readonly ttlMs: number,
  ) {}

  /** Whether it is held here, as far as this process can know without asking. */
  get held(): boolean {
    return this.epoch !== undefined && performance.now() < this.validUntil;
  }

  /** Takes or renews it. Answers `taken` when it changed hands just now, `held` when it was ours before. */
  async take(): Promise<'taken' | 'held' | 'elsewhere'> {
    const asked = performance.now();
    const lease = (await this.tryTake()) ?? (await this.first());
    if (!lease) return this.lost();
    const before = this.epoch;
    this.epoch = lease.epoch;
    this.validUntil = asked + this.ttlMs;
    return before === lease.epoch ? 'held' : 'taken';
  }

  /** Gives it up, so that another replica need not wait for it to expire. */
  async release(): Promise<void> {
    if (this.epoch === undefined) return;
    this.lost();
    await this.collection.updateOne(
      { _id: this.id, holder: this.holder },
      { $set: { expiresAt: new Date(0) } },
    );
  }

  protected lost(): 'elsewhere' {
    this.epoch = undefined;
    this.validUntil = 0;
    return 'elsewhere';
  }

  private tryTake(): Promise<LeaseDocument | null> {
    const free = { $or: [{ $eq: ['$holder', this.holder] }, { $lt: ['$expiresAt', '$$NOW'] }] };
    const changes = { $ne: ['$holder', this.holder] };
    return this.collection.findOneAndUpdate(
      { _id: this.id, $expr: free },
      [
        {
          $set: {
            epoch: { $cond: [changes, { $add: ['$epoch', 1] }, '$epoch'] },
            holder: this.holder,
            expiresAt: { $add: ['$$NOW', this.ttlMs] },
          },
        },
      ],
      { returnDocument: 'after' },
    );
  }

  /** Makes the document when there is none: MongoDB refuses `$expr` in the filter of an upsert. */
  private async first(): Promise<LeaseDocument | null> {
    try {
      await this.collection.insertOne({ _id: this.id, holder: '', epoch: 0, expiresAt: new Date(0) });
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
    return this.tryTake();
  }
}
