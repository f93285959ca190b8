import { documentSchema, partSchema } from '@paperboy/platform';
import type { Delivery } from './delivery.js';
import { ledgerFields, TO_SEND, withRowsInHand } from './ledger.schema.js';
import { RETURNS, type Returned } from './returned.js';

export const DELIVERIES = 'deliveries';

/** Longer than a year, so that the same edition of the year before can be compared. */
const KEPT_SECONDS = 400 * 86_400;

/** The ledger of digests. MongoDB deletes a row 400 days after it was planned. */
export const deliverySchema = withRowsInHand(
  documentSchema<Delivery>(DELIVERIES, {
    ...ledgerFields,
    subscriptionId: { type: String, required: true },
    editionId: { type: String, required: true },
    batch: { type: String, required: true },
    localDate: { type: String },
    late: { type: Boolean },
    plannedAt: { type: Date, required: true },
    returned: {
      type: partSchema<Returned>({
        as: { type: String, enum: RETURNS, required: true },
        status: { type: String },
        at: { type: Date, required: true },
      }),
    },
    sample: { type: Boolean, required: true },
  }),
)
  // The timer finds editions and batches with something to send. A run finds the rows of its batch, the longest waiting
  // first. The state is part of the key, so that the index alone answers the timer's queries.
  .index({ state: 1, editionId: 1, batch: 1, nextAttemptAt: 1 }, TO_SEND)
  // The counts of an edition. The state is not part of the key: a row whose state changes during a scan would move in
  // the index and be counted twice.
  .index({ editionId: 1 })
  // Expiry.
  .index({ plannedAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });
