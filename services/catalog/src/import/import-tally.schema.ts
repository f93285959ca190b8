import { documentSchema } from '@paperboy/platform';
import type { RecordOutcome } from '../paper/revision.js';

/** The collection of the tallies of imports. */
export const IMPORT_TALLIES = 'imports';

/** The part of a tally that counts the records of one partition. */
export interface TallyDocument extends Record<RecordOutcome, number> {
  _id: string;
  importId: string;
  /** The records before this offset are counted. The update that counts records also moves this. */
  nextOffset: number;
}

/**
 * The tallies: twelve documents for each file that an operator imports. Kept, because an import that was interrupted
 * continues its counts. Each step is a compare-and-set, so the store uses the underlying collection.
 */
export const importTallyDocumentSchema = documentSchema<TallyDocument>(IMPORT_TALLIES, {
  _id: { type: String, required: true },
  importId: { type: String, required: true },
  nextOffset: { type: Number, required: true },
  new: { type: Number, required: true },
  changed: { type: Number, required: true },
  unchanged: { type: Number, required: true },
})
  // The sum over all partitions.
  .index({ importId: 1 });
