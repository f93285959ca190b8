import { documentSchema } from '@paperboy/platform';

/** The collection of what people keep for later and what they put away. */
export const SHELF = 'shelf';

/** A paper as one person keeps it. */
export interface ShelfDocument {
  /** The key of the person's vote for the paper names both. */
  _id: string;
  personId: string;
  paperId: string;
  savedAt?: Date;
  /** When the person put it away. */
  notForMeAt?: Date;
  /** When the person last said to have read it as it was then. */
  readAt?: Date;
}

/**
 * What people keep. A document ends when its person neither saves the paper nor puts it away. One that says when the person
 * read the paper is kept, as the vote is that made the person hear of a change. Each change is a pipeline update by the
 * database's clock, so the collection beneath is used.
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
