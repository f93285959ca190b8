import { LEASES, Lease, type LeaseDocument } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';

/** The lease of a relay, with the offset of the last data record published, by partition. */
export interface RelayLeaseDocument extends LeaseDocument {
  positions?: Record<string, number>;
}

/** Decides which replica relays a collection, and stores how far the relay came. */
export class RelayLease extends Lease {
  private readonly leases: Collection<RelayLeaseDocument>;

  constructor(connection: Connection, collection: string, ttlMs: number) {
    const leases = connection.collection<RelayLeaseDocument>(LEASES);
    super(leases as never, `relay:${collection}`, ttlMs);
    this.leases = leases;
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

  /** The last offsets published by any replica, as decimal strings. */
  async positions(): Promise<Record<string, string>> {
    const lease = await this.leases.findOne({ _id: this.id });
    return Object.fromEntries(
      Object.entries(lease?.positions ?? {}).map(([partition, offset]) => [partition, String(offset)]),
    );
  }
}
