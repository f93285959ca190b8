import { documentSchema } from '@paperboy/platform';

/** The collection of locks of comments. */
export const THREAD_LOCKS = 'threadLocks';

/** The locked comments of a paper. */
export interface ThreadLockDocument {
  /** The paper. */
  _id: string;
  /** The curator who locked them. */
  by: string;
  at: Date;
}

/** Papers whose comments are locked, found by their ids. One is deleted by unlocking. */
export const threadLockSchema = documentSchema<ThreadLockDocument>(THREAD_LOCKS, {
  _id: { type: String, required: true },
  by: { type: String, required: true },
  at: { type: Date, required: true },
});
