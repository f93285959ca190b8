import { documentSchema, parsedBy } from '@paperboy/platform';
import { z } from 'zod';
import type { DigestRecord } from './digest-record.js';

const recordedPaperSchema = z.object({
  id: z.string(),
  why: z.array(z.number()),
  match: z.literal(true).optional(),
});

/** As long as the deliveries that name it. */
const KEPT_SECONDS = 400 * 86_400;

/**
 * The content of past digests, found by the ids that deliveries hold. Readers who got the same share one record.
 * MongoDB deletes it 400 days after the digest was last composed.
 */
export const digestRecordSchema = documentSchema<DigestRecord>('digest-records', {
  _id: { type: String, required: true },
  reasons: { ...parsedBy(z.array(z.string())), required: true },
  papers: { ...parsedBy(z.array(recordedPaperSchema)), required: true },
  composedAt: { type: Date, required: true },
})
  // Expiry.
  .index({ composedAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });
