import { documentSchema } from '@paperboy/platform';

/** The collection of claims. */
export const PARKING_CLAIMS = 'parking-claims';

/** Which replica parks an event that every replica reads and none can take. */
export interface ParkingClaim {
  /** Consumer group and place of the event. */
  _id: string;
  claimedAt: Date;
  parkedAt?: Date;
}

/**
 * Kept, because a new replica meets the same poison in the compacted topic years later; there are as many claims as
 * there ever was poison, which is few. Found by their ids. Claiming is one upsert on condition that nobody holds the claim,
 * so the collection beneath is used.
 */
export const parkingClaimSchema = documentSchema<ParkingClaim>(PARKING_CLAIMS, {
  _id: { type: String, required: true },
  claimedAt: { type: Date, required: true },
  parkedAt: { type: Date },
});
