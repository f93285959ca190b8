import { documentSchema } from '@paperboy/platform';

/** The closing of an edition, under way or ended: its fixed cutoff, and the lock of the replica that closes it. */
export interface ClosingDocument {
  /** The edition's id. */
  _id: string;
  cutoffAt: Date;
  /** The day, when an operator closed it before its end. */
  earlyDay?: string;
  holder: string;
  expiresAt: Date;
}

/** The closings. Kept as long as the editions, because the first try fixes the cutoff for ever. */
export const closingSchema = documentSchema<ClosingDocument>('closings', {
  _id: { type: String, required: true },
  cutoffAt: { type: Date, required: true },
  earlyDay: { type: String },
  holder: { type: String, required: true },
  expiresAt: { type: Date, required: true },
})
  // The few days that were closed early.
  .index({ earlyDay: 1 }, { sparse: true });

/** The time from which periods without papers are closed as well. */
export interface EmptyPeriodsDocument {
  _id: 'since';
  at: Date;
}

/** One document. Kept, because it moves on with the editions. */
export const emptyPeriodsSchema = documentSchema<EmptyPeriodsDocument>('empty-periods', {
  _id: { type: String, enum: ['since'], required: true },
  at: { type: Date, required: true },
});
