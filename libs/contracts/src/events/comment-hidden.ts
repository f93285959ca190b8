import { defineEvent } from '../event.js';
import { commentStateSchema } from './comment.js';

/** A curator hid a comment. */
export const commentHidden = defineEvent({
  type: 'comment.hidden',
  summary: 'A curator hid a comment.',
  schema: commentStateSchema,
  keyOf: (comment) => comment.id,
});
