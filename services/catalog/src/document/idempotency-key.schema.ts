import { documentSchema, parsedBy } from '@paperboy/platform';
import { z } from 'zod';

/** The collection of idempotency keys. */
export const IDEMPOTENCY_KEYS = 'idempotencyKeys';

/** A key with which a write came. */
export interface KeyDocument {
  /** The person and the key that the person's client made up. */
  _id: string;
  /** A digest of the request that came with the key first. */
  request: string;
  /** What the request was answered with; absent while it is under way, and when it failed. */
  answer?: object;
  at: Date;
}

const KEPT_SECONDS = 7 * 86_400;

/** The idempotency keys, found by their ids. MongoDB deletes one after a week: no client repeats a write later. */
export const keySchema = documentSchema<KeyDocument>(IDEMPOTENCY_KEYS, {
  _id: { type: String, required: true },
  request: { type: String, required: true },
  answer: parsedBy(z.looseObject({})),
  at: { type: Date, required: true },
})
  // Forgetting.
  .index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
