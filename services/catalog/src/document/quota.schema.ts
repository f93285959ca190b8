import { documentSchema, listOf } from '@paperboy/platform';

/** The collection of quotas. */
export const QUOTAS = 'quotas';

/** The quotas that are one person's; their ids are made of it, the person's id and the day. */
export const PERSONAL_QUOTAS = ['comments', 'submissions', 'reports', 'claims'] as const;

/** The places of one thing on one day. */
export interface QuotaDocument {
  _id: string;
  /** For whom or what a place was taken. */
  takers: string[];
  at: Date;
}

const KEPT_SECONDS = 3 * 86_400;

/**
 * The quotas, found by their ids. MongoDB deletes one three days after its first place was taken. A place is taken by one
 * conditional update, so the collection beneath is used.
 */
export const quotaSchema = documentSchema<QuotaDocument>(QUOTAS, {
  _id: { type: String, required: true },
  takers: { ...listOf(String), required: true },
  at: { type: Date, required: true },
})
  // Forgetting.
  .index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
