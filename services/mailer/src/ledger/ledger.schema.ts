import { partSchema } from '@paperboy/platform';
import type { Schema } from 'mongoose';
import { LEDGER_STATES, type LedgerRow } from './ledger.js';

/**
 * The fields of every row of a ledger. A row changes its state by one conditional update, whose answer says whether it
 * applied. There are thousands a second, so they use MongoDB's collection directly and not a Mongoose model.
 */
export const ledgerFields = {
  _id: { type: String, required: true },
  state: { type: String, enum: LEDGER_STATES, required: true },
  reason: { type: String },
  dueAt: { type: Date, required: true },
  attempts: { type: Number, required: true },
  refusedAt: { type: Date },
  nextAttemptAt: { type: Date, required: true },
  lock: {
    type: partSchema<NonNullable<LedgerRow['lock']>>({
      owner: { type: String, required: true },
      until: { type: Date, required: true },
    }),
  },
  recordId: { type: String },
  endedAt: { type: Date },
} as const;

/** The condition of the indexes of rows to be sent. It keeps them small, since nearly all rows have ended. */
export const TO_SEND = { name: 'to-send', partialFilterExpression: { state: 'claimed' } };

/** Adds the index of handed-off rows to a ledger, by which the rows of dead senders are found. */
export function withRowsInHand<Shape>(schema: Schema<Shape>): Schema<Shape> {
  return schema.index(
    { 'lock.until': 1 },
    { name: 'on-the-way', partialFilterExpression: { state: 'handed-off' } },
  );
}
