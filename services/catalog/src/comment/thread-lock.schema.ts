import { documentSchema } from '@paperboy/platform';

/** The collection of papers whose comments are locked. */
export const THREAD_LOCKS = 'threadLocks';

/** The lock of the comments on a paper. */
export interface ThreadLockDocument {
  /** The id of the paper. */
  _id: string;
  /** The id of the curator who locked them. */
  by: string;
  at: Date;
}

/** The locks, found by id. Unlocking deletes a lock. */
export const threadLockSchema = documentSchema<ThreadLockDocument>(THREAD_LOCKS, {
  _id: { type: String, required: true },
  by: { type: String, required: true },
  at: { type: Date, required: true },
});
