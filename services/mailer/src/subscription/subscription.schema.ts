import { digestChoicesSchema } from '@paperboy/contracts';
import { documentSchema, parsedBy, partSchema } from '@paperboy/platform';
import type { Subscription } from './subscription.js';

export const SUBSCRIPTIONS = 'subscriptions';

/**
 * The subscriptions. MongoDB deletes one at `forgetAt`, thirty days after it ended. An active one is kept, because its
 * reader wants it. Planning reads and moves thousands at a time, so the store uses MongoDB's collection directly and
 * not a Mongoose model.
 */
export const subscriptionSchema = documentSchema<Subscription>(SUBSCRIPTIONS, {
  _id: { type: String, required: true },
  subscriberId: { type: String, required: true },
  slot: { type: String, required: true },
  cadence: { type: String, enum: ['day', 'week', 'month'], required: true },
  hour: { type: Number, required: true },
  timeZone: { type: String, required: true },
  weekday: { type: Number },
  choices: parsedBy(digestChoicesSchema),
  pausedUntil: { type: String },
  state: { type: String, enum: ['active', 'ended'], required: true },
  next: {
    type: partSchema<NonNullable<Subscription['next']>>({
      localDate: { type: String, required: true },
      editionId: { type: String, required: true },
    }),
  },
  nextDueAt: { type: Date },
  endedAt: { type: Date },
  forgetAt: { type: Date },
  sample: { type: Boolean, required: true },
})
  // Planning: subscriptions whose digest is due, the longest waiting first.
  .index({ state: 1, nextDueAt: 1, _id: 1 })
  // Delivering an edition by command: all active ones of its cadence.
  .index({ cadence: 1, state: 1, _id: 1 })
  // Of two confirmations at the same moment one creates the subscription, and the other finds it.
  .index({ subscriberId: 1, slot: 1 }, { unique: true })
  // Expiry.
  .index({ forgetAt: 1 }, { expireAfterSeconds: 0 });
