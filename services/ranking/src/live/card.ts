import { paperLinksSchema } from '@paperboy/contracts';
import { z } from 'zod';

/** What a list shows of a paper; kept as JSON in Redis and in the entries of editions. */
export const cardSchema = z.object({
  title: z.string(),
  summary: z.string(),
  authors: z.array(z.string()),
  categories: z.array(z.string()),
  publishedAt: z.string(),
  submittedAt: z.string().optional(),
  /** The person who submitted it; the name is looked up when it is shown. */
  submittedBy: z.string().optional(),
  withdrawnAt: z.string().optional(),
  sample: z.boolean(),
  /** The addresses of its code and its project; absent when neither is known. */
  links: paperLinksSchema.optional(),
  /** Whether a confirmed author of it commented. */
  authorCommented: z.boolean().optional(),
});
export type Card = z.infer<typeof cardSchema>;
