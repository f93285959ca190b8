import { defineEvent } from '../event.js';
import { commentStateSchema } from './comment.js';

/** A person commented on a paper. */
export const commentPosted = defineEvent({
  type: 'comment.posted',
  summary: 'A person commented on a paper.',
  schema: commentStateSchema,
  keyOf: (comment) => comment.id,
});
