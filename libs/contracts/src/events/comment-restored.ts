import { defineEvent } from '../event.js';
import { commentStateSchema } from './comment.js';

/** A curator showed a hidden comment again. */
export const commentRestored = defineEvent({
  type: 'comment.restored',
  summary: 'A curator showed a hidden comment again.',
  schema: commentStateSchema,
  keyOf: (comment) => comment.id,
});
