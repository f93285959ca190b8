import { documentSchema } from '@paperboy/platform';
import type { Suppression } from './subscriber.js';

export const SUPPRESSIONS = 'suppressions';

/**
 * Addresses that get no mail, found by their ids. A bounced one is deleted when its reader confirms again; others are
 * kept until an operator lifts them, because a complaint holds for ever. The id is a hash, no address.
 */
export const suppressionSchema = documentSchema<Suppression>(SUPPRESSIONS, {
  _id: { type: String, required: true },
  reason: { type: String, enum: ['bounced', 'complained', 'by-operator'], required: true },
  at: { type: Date, required: true },
});
