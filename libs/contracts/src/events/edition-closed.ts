import { z } from 'zod';
import { defineEvent } from '../event.js';
import { editionIdSchema, instantSchema, seqSchema } from '../ids.js';

/** The state of a frozen list. Its papers are read over HTTP from ranking. */
export const editionStateSchema = z.object({
  id: editionIdSchema,
  seq: seqSchema,
  cadence: z.enum(['day', 'week', 'month']),
  /** `2026-11-22`, `2026-W47` or `2026-11`. */
  period: z.string(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  /** Votes cast before it are counted: the end of the period, or earlier when an operator closed it early. */
  cutoffAt: instantSchema,
  closedAt: instantSchema,
  papers: z.int().min(0),
  upvotes: z.int().min(0),
  /** SHA-256 in hex over rank, id, upvotes and score of every paper. */
  contentDigest: z.string().regex(/^[0-9a-f]{64}$/),
  sample: z.boolean(),
});
export type EditionState = z.infer<typeof editionStateSchema>;

/** A list was frozen because its period ended. */
export const editionClosed = defineEvent({
  type: 'edition.closed',
  summary: 'A list was frozen because its period ended.',
  schema: editionStateSchema,
  keyOf: (edition) => edition.id,
});
