import { defineEvent } from '../event.js';
import { paperStateSchema } from './paper.js';

/** A paper was put on the list of a day. */
export const paperSubmitted = defineEvent({
  type: 'paper.submitted',
  summary: 'A paper was put on the list of a day.',
  schema: paperStateSchema,
  keyOf: (paper) => paper.id,
});
