import { documentSchema, listOf } from '@paperboy/platform';

/** The collection of quotas. */
export const QUOTAS = 'quotas';

/** The quotas that belong to one person. Their ids consist of such a name, the person's id and the day. */
export const PERSONAL_QUOTAS = ['comments', 'submissions', 'reports', 'claims'] as const;

/** The places of one quota that are taken on one day. */
export interface QuotaDocument {
  _id: string;
  /** One entry for each taken place: for whom or for what it was taken. */
  takers: string[];
  at: Date;
}

const KEPT_SECONDS = 3 * 86_400;

/**
 * The quotas, found by id. MongoDB deletes a quota three days after its first place was taken. One conditional update
 * takes a place, so the store uses the underlying collection.
 */
export const quotaSchema = documentSchema<QuotaDocument>(QUOTAS, {
  _id: { type: String, required: true },
  takers: { ...listOf(String), required: true },
  at: { type: Date, required: true },
})
  // For expiry.
  .index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
