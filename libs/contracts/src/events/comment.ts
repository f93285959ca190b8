import { z } from 'zod';
import { instantSchema, paperIdSchema, personIdSchema, seqSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';

/** The public state of a comment: ids and state, never its text. */
export const commentStateSchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  paperId: paperIdSchema,
  personId: personIdSchema,
  seq: seqSchema,
  postedAt: instantSchema,
  editedAt: instantSchema.optional(),
  /** `hidden` by a curator, `erased` by its author; only `shown` comments are counted. */
  state: openEnum(['shown', 'hidden', 'erased'], 'An unknown one is not shown.'),
  sample: z.boolean(),
});
export type CommentState = z.infer<typeof commentStateSchema>;
