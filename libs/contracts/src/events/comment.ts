import { z } from 'zod';
import { instantSchema, personIdSchema, seqSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { commentIdSchema } from '../values/comment-id.js';
import { MOST_MENTIONS } from '../values/mention.js';
import { paperIdSchema } from '../values/paper-id.js';

/** The public state of a comment: ids and state, never its text. */
export const commentStateSchema = z.object({
  id: commentIdSchema,
  paperId: paperIdSchema,
  personId: personIdSchema,
  /** The comment that it answers, on the same paper. */
  replyTo: commentIdSchema.optional(),
  seq: seqSchema,
  postedAt: instantSchema,
  editedAt: instantSchema.optional(),
  /**
   * `held` until a curator has decided, `hidden` by a curator, `erased` by its author. A hidden one may be shown again.
   * Only `shown` comments are counted.
   */
  state: openEnum(['shown', 'held', 'hidden', 'erased'], 'An unknown one is not shown.'),
  /** The people who get a notice: the author of the comment that it answers, and those whom it mentions. */
  notifies: z
    .array(personIdSchema)
    .max(MOST_MENTIONS + 1)
    .optional(),
  sample: z.boolean(),
});
export type CommentState = z.infer<typeof commentStateSchema>;
