import { documentSchema } from '@paperboy/platform';
import type { Suppression } from './subscriber.js';

export const SUPPRESSIONS = 'suppressions';

/**
 * Addresses that get no mail, found by their ids. A suppression for a bounce is deleted when its reader confirms again.
 * Others are kept until an operator lifts them, because a complaint does not expire. The id is a hash, not an address.
 */
export const suppressionSchema = documentSchema<Suppression>(SUPPRESSIONS, {
  _id: { type: String, required: true },
  reason: { type: String, enum: ['bounced', 'complained', 'by-operator'], required: true },
  at: { type: Date, required: true },
});
