import { randomUUID } from 'node:crypto';
import type { Collection, Connection } from 'mongoose';

/** Where the relay of a collection keeps who relays, and how far it came. */
export interface LeaseDocument {
  _id: string;
  holder: string;
  /** Raised by each change of hands. */
  epoch: number;
  expiresAt: Date;
  /** The offset of the last data record published, by partition. */
  positions?: Record<string, number>;
}

const DUPLICATE_KEY = 11_000;

/** A lease in MongoDB, by the database's clock: who holds it may relay, until it expires. */
export class Lease {
  private readonly leases: Collection<LeaseDocument>;
  private readonly holder = randomUUID();
  private readonly id: string;
  /** The epoch under which it is held here; undefined while it is not. */
  private epoch: number | undefined;
  private validUntil = 0;

  constructor(
    connection: Connection,
    collection: string,
    private readonly ttlMs: number,
  ) {
    this.leases = connection.collection<LeaseDocument>('leases');
    this.id = `relay:${collection}`;
  }

  /** Whether it is held here, as far as this process can know without asking. */
  get held(): boolean {
    return this.epoch !== undefined && performance.now() < this.validUntil;
  }

  /** Takes or renews it. Answers `taken` when it changed hands just now, `held` when it was ours before. */
  async take(): Promise<'taken' | 'held' | 'elsewhere'> {
    const asked = performance.now();
    const free = { $or: [{ $eq: ['$holder', this.holder] }, { $lt: ['$expiresAt', '$$NOW'] }] };
    const changes = { $ne: ['$holder', this.holder] };
    const lease =
      (await this.tryTake(free, changes)) ?? (await this.first(() => this.tryTake(free, changes)));
    if (!lease) return this.lost();
    const before = this.epoch;
    this.epoch = lease.epoch;
    this.validUntil = asked + this.ttlMs;
    return before === lease.epoch ? 'held' : 'taken';
  }

  private tryTake(free: object, changes: object): Promise<LeaseDocument | null> {
    return this.leases.findOneAndUpdate(
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
  private async first(take: () => Promise<LeaseDocument | null>): Promise<LeaseDocument | null> {
    try {
      await this.leases.insertOne({ _id: this.id, holder: '', epoch: 0, expiresAt: new Date(0) });
    } catch (error) {
      if ((error as { code?: unknown }).code === DUPLICATE_KEY) return null;
      throw error;
    }
    return take();
  }

  /** Stores the last offsets published. False when the lease is no longer ours. */
  async storePositions(positions: ReadonlyMap<number, bigint>): Promise<boolean> {
    const newest = Object.fromEntries(
      [...positions].map(([partition, offset]) => [`positions.${partition}`, Number(offset)]),
    );
    const filter = {
      _id: this.id,
      holder: this.holder,
      ...(this.epoch === undefined ? {} : { epoch: this.epoch }),
    };
    const { matchedCount } = await this.leases.updateOne(filter, { $max: newest });
    if (matchedCount === 0) this.lost();
    return matchedCount === 1;
  }

  /** The last offsets published by whoever relays, as decimal strings. */
  async positions(): Promise<Record<string, string>> {
    const lease = await this.leases.findOne({ _id: this.id });
    return Object.fromEntries(
      Object.entries(lease?.positions ?? {}).map(([partition, offset]) => [partition, String(offset)]),
    );
  }

  /** Gives it up, so that another replica need not wait for it to expire. */
  async release(): Promise<void> {
    if (this.epoch === undefined) return;
    this.lost();
    await this.leases.updateOne({ _id: this.id, holder: this.holder }, { $set: { expiresAt: new Date(0) } });
  }

  private lost(): 'elsewhere' {
    this.epoch = undefined;
    this.validUntil = 0;
    return 'elsewhere';
  }
}
