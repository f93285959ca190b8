import { defineEvent } from '../event.js';
import { commentStateSchema } from './comment.js';

/** The author of a comment erased it. */
export const commentErased = defineEvent({
  type: 'comment.erased',
  summary: 'The author of a comment erased it.',
  schema: commentStateSchema,
  keyOf: (comment) => comment.id,
});
