import { documentSchema, parsedBy } from '@paperboy/platform';
import { cardSchema } from '../live/card.js';
import type { EditionEntry } from './edition.js';

/** The collection of the papers in editions. */
export const ENTRIES = 'edition-entries';

/** A paper of an edition; its id is made of the edition and the rank. */
export interface EntryDocument extends EditionEntry {
  _id: string;
  editionId: string;
}

/**
 * The papers of the frozen lists. Kept as long as their edition. They are written in batches of hundreds and read for
 * every list of a past day, so the collection beneath is used.
 */
export const entrySchema = documentSchema<EntryDocument>(ENTRIES, {
  _id: { type: String, required: true },
  editionId: { type: String, required: true },
  rank: { type: Number, required: true },
  paperId: { type: String, required: true },
  card: { ...parsedBy(cardSchema), required: true },
  upvotes: { type: Number, required: true },
  score: { type: Number },
  comments: { type: Number, required: true },
})
  // A page of a past list, and the removal of an edition's papers.
  .index({ editionId: 1, rank: 1 })
  // The editions that hold a paper which is withdrawn, and a paper's place in one edition.
  .index({ paperId: 1 })
  // The papers that a deleted person has submitted.
  .index({ 'card.submittedBy': 1 }, { sparse: true });
