import { documentSchema } from '@paperboy/platform';

/** The collection of the papers that people save and put away. */
export const SHELF = 'shelf';

/** What one person noted of one paper. */
export interface ShelfDocument {
  /** The key of a vote of this person for this paper. */
  _id: string;
  personId: string;
  paperId: string;
  savedAt?: Date;
  /** When the person put it away. */
  notForMeAt?: Date;
  /** When the person last marked the paper as read. */
  readAt?: Date;
}

/**
 * What people noted of papers. A document is deleted when its person neither saves the paper nor puts it away, unless
 * it has `readAt`: a change that the person has read would be shown again. Times are the database's clock in a pipeline
 * update, so the store uses the underlying collection.
 */
export const shelfSchema = documentSchema<ShelfDocument>(SHELF, {
  _id: { type: String, required: true },
  personId: { type: String, required: true },
  paperId: { type: String, required: true },
  savedAt: { type: Date },
  notForMeAt: { type: Date },
  readAt: { type: Date },
})
  // The saved papers of a person, the one saved last first, and their number.
  .index({ personId: 1, savedAt: -1 }, { partialFilterExpression: { savedAt: { $exists: true } } })
  // The number of papers that a person put away.
  .index({ personId: 1, notForMeAt: -1 }, { partialFilterExpression: { notForMeAt: { $exists: true } } });
