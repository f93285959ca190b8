import { documentSchema } from '@paperboy/platform';
import { DELETIONS, type DeletionDocument, STEPS } from './deletion.js';

/** Accounts that are being deleted. The last step removes the document, a few minutes after the request. */
export const deletionSchema = documentSchema<DeletionDocument>(DELETIONS, {
  _id: { type: String, required: true },
  comments: { type: String, enum: ['keep', 'remove'], required: true },
  address: { type: String },
  askedAt: { type: Date, required: true },
  round: { type: String, enum: ['first', 'again'], required: true },
  step: { type: String, enum: [...new Set([...STEPS.first, ...STEPS.again])], required: true },
  dueAt: { type: Date, required: true },
})
  // For the timer: the deletions that no replica holds, those that wait longest first.
  .index({ dueAt: 1 });
