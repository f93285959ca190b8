import { defineEvent } from '../event.js';
import { commentStateSchema } from './comment.js';

/** The author of a comment changed its text. */
export const commentEdited = defineEvent({
  type: 'comment.edited',
  summary: 'The author of a comment changed its text.',
  schema: commentStateSchema,
  keyOf: (comment) => comment.id,
});
