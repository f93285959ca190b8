import { documentSchema } from '@paperboy/platform';

/** The collection of secret addresses of feeds. */
export const FEED_ADDRESSES = 'feed-addresses';

/** The secret address of a person's feed, in the database. */
export interface FeedAddressDocument {
  /** The id of the person. */
  _id: string;
  /** The secret is derived from it and the person under SERVICE_SECRET. */
  nonce: string;
  /** SHA-256 of the secret, in hex. */
  hash: string;
  madeAt: Date;
}

/** The addresses, one for each person at most. One is kept until the person ends it or makes another. */
export const feedAddressSchema = documentSchema<FeedAddressDocument>(FEED_ADDRESSES, {
  _id: { type: String, required: true },
  nonce: { type: String, required: true },
  hash: { type: String, required: true },
  madeAt: { type: Date, required: true },
})
  // The person of a secret.
  .index({ hash: 1 }, { unique: true });
