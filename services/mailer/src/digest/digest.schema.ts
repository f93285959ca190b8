import { documentSchema } from '@paperboy/platform';

/** What is kept of the digests of an edition. */
export interface StoredDigest {
  /** The edition's id. */
  _id: string;
  subject: string;
}

/**
 * The subjects of digests, found by edition ids. They are kept for ever: operators search for old ones, and they are
 * few.
 */
export const digestSchema = documentSchema<StoredDigest>('digests', {
  _id: { type: String, required: true },
  subject: { type: String, required: true },
});
