import { documentSchema } from '@paperboy/platform';
import type { RecordOutcome } from '../paper/revision.js';

/** The collection of the tallies of imports. */
export const IMPORT_TALLIES = 'imports';

/** The part of a tally that came over one partition. */
export interface TallyDocument extends Record<RecordOutcome, number> {
  _id: string;
  importId: string;
  /** Records before it are counted; moved in the same update that counts them. */
  nextOffset: number;
}

/**
 * The tallies. Kept, because an import that was cut off goes on counting: twelve documents for each file that an operator
 * imports. Each step is a compare-and-set, so the collection beneath is used.
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
