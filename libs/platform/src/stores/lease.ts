import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.js';

/** Says which replica may do a task that one replica at a time does. */
export interface LeaseDocument {
  _id: string;
  holder: string;
  /** Raised by each change of the holder. */
  epoch: number;
  expiresAt: Date;
}

/** The methods of a collection that a lease uses. Both the driver and mongoose have them. */
export type LeaseCollection = Pick<
  mongo.Collection<LeaseDocument>,
  'findOneAndUpdate' | 'insertOne' | 'updateOne'
>;

/** A lease in MongoDB, by the database's clock. Its holder may act until it expires. */
export class Lease {
  protected readonly holder = randomUUID();
  /** The epoch under which this process holds the lease. Undefined while it does not. */
  protected epoch: number | undefined;
  private validUntil = 0;

  constructor(
    private readonly collection: LeaseCollection,
    protected readonly id: string,
    private readonly ttlMs: number,
  ) {}

  /** Whether this process holds the lease, as far as it knows without a query. */
  get held(): boolean {
    return this.epoch !== undefined && performance.now() < this.validUntil;
  }

  /**
   * Takes or renews the lease. `taken`: this process got it just now. `held`: it had it before. `elsewhere`: another
   * has it.
   */
  async take(): Promise<'taken' | 'held' | 'elsewhere'> {
    const asked = performance.now();
    const lease = (await this.tryTake()) ?? (await this.first());
    if (!lease) return this.lost();
    const before = this.epoch;
    this.epoch = lease.epoch;
    this.validUntil = asked + this.ttlMs;
    return before === lease.epoch ? 'held' : 'taken';
  }

  /** Releases the lease, so that another replica need not wait for its end. */
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
