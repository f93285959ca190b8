import { isDuplicateKey, unavailable } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { PARKING_CLAIMS, type ParkingClaim } from './parking-claim.schema.js';

/** After this time a claim whose event is not parked is free: its holder was killed. */
const CLAIM_MS = 10_000;

/** Decides which replica parks a poison event, where every replica reads all events. */
export class ParkingClaims {
  private readonly claims: Collection<ParkingClaim>;

  constructor(
    connection: Connection,
    private readonly now: () => Date,
  ) {
    this.claims = connection.collection<ParkingClaim>(PARKING_CLAIMS);
  }

  /**
   * Parks an event unless another replica has parked it. Throws a retriable Problem while another replica holds the
   * claim: the event counts as parked only afterwards.
   */
  async once(id: string, park: () => Promise<void>): Promise<void> {
    if (!(await this.claim(id))) {
      const claim = await this.claims.findOne({ _id: id });
      if (claim?.parkedAt) return;
      throw unavailable('parked-elsewhere', 'Another replica is about to park this event.');
    }
    await park();
    await this.claims.updateOne({ _id: id }, { $set: { parkedAt: this.now() } });
  }

  private async claim(id: string): Promise<boolean> {
    const now = this.now();
    try {
      const left = new Date(now.getTime() - CLAIM_MS);
      const free = { _id: id, parkedAt: { $exists: false }, claimedAt: { $lte: left } };
      // Inserts a claim when there is none; a claim that is held makes the insert a duplicate.
      const { upsertedCount, modifiedCount } = await this.claims.updateOne(
        free,
        { $set: { claimedAt: now } },
        { upsert: true },
      );
      return upsertedCount + modifiedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
