import { defineEvent } from '../event.js';
import { commentStateSchema } from './comment.js';

/** A comment waits for a curator, and is not shown until then; `comment.posted` follows when it is shown. */
export const commentHeld = defineEvent({
  type: 'comment.held',
  summary:
    'A comment waits for a curator, and is not shown until then; `comment.posted` follows when it is shown.',
  schema: commentStateSchema,
  keyOf: (comment) => comment.id,
});
