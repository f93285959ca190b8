import { documentSchema } from '@paperboy/platform';

/** The collection of claims. */
export const PARKING_CLAIMS = 'parking-claims';

/** Says which replica parks an event that every replica reads and none can handle. */
export interface ParkingClaim {
  /** Consumer group and place of the event. */
  _id: string;
  claimedAt: Date;
  parkedAt?: Date;
}

/**
 * Claims are kept, because a new replica meets the same poison in the compacted topic years later. They are few: one
 * for each poison event. They are found by id. Claiming is one upsert on condition that nobody holds the claim, so the
 * driver's collection is used instead of a model.
 */
export const parkingClaimSchema = documentSchema<ParkingClaim>(PARKING_CLAIMS, {
  _id: { type: String, required: true },
  claimedAt: { type: Date, required: true },
  parkedAt: { type: Date },
});
