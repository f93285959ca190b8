import { documentSchema, parsedBy } from '@paperboy/platform';
import { z } from 'zod';

/** The collection of idempotency keys. */
export const IDEMPOTENCY_KEYS = 'idempotencyKeys';

/** The idempotency key of a write. */
export interface KeyDocument {
  /** The person's id and the key that the client chose, joined by a colon. */
  _id: string;
  /** SHA-256 of the first request that came with the key, in base64url. */
  request: string;
  /** The answer to the request. Absent while the request is under way, and after it failed. */
  answer?: object;
  at: Date;
}

const KEPT_SECONDS = 7 * 86_400;

/** The idempotency keys, found by id. MongoDB deletes a key after a week, since no client repeats a write later. */
export const keySchema = documentSchema<KeyDocument>(IDEMPOTENCY_KEYS, {
  _id: { type: String, required: true },
  request: { type: String, required: true },
  answer: parsedBy(z.looseObject({})),
  at: { type: Date, required: true },
})
  // For expiry.
  .index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
