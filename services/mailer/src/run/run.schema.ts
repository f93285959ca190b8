import { documentSchema } from '@paperboy/platform';
import type { StoppedRun } from './run.js';

export const RUNS = 'runs';

/** Kept as long as the deliveries of the edition. */
const KEPT_SECONDS = 400 * 86_400;

/**
 * The runs that an operator stopped, found by their ids. Deleted by `deliveries resume`, or by MongoDB after 400 days.
 */
export const runSchema = documentSchema<StoppedRun>(RUNS, {
  _id: { type: String, required: true },
  state: { type: String, enum: ['paused', 'cancelled'], required: true },
  changedAt: { type: Date, required: true },
})
  // Expiry.
  .index({ changedAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });
