import { documentSchema } from '@paperboy/platform';
import type { Subscriber } from './subscriber.js';

export const SUBSCRIBERS = 'subscribers';

/** The confirmed addresses. MongoDB deletes one at `forgetAt`, thirty days after its last subscription ended. */
export const subscriberSchema = documentSchema<Subscriber>(SUBSCRIBERS, {
  _id: { type: String, required: true },
  address: { type: String, required: true },
  timeZone: { type: String, required: true },
  confirmedAt: { type: Date, required: true },
  forgetAt: { type: Date },
  sample: { type: Boolean, required: true },
})
  // Expiry.
  .index({ forgetAt: 1 }, { expireAfterSeconds: 0 });
