import { documentSchema } from '@paperboy/platform';

/** The locked comments of a paper. */
export interface ThreadLockDocument {
  /** The paper. */
  _id: string;
  /** The curator who locked them. */
  by: string;
  at: Date;
}

/** Papers whose comments are locked, found by their ids. One is deleted by unlocking. */
export const threadLockSchema = documentSchema<ThreadLockDocument>('threadLocks', {
  _id: { type: String, required: true },
  by: { type: String, required: true },
  at: { type: Date, required: true },
});
