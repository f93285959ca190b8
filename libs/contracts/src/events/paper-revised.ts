import { defineEvent } from '../event.js';
import { paperStateSchema } from './paper.js';

/** The catalog's state of a paper changed. */
export const paperRevised = defineEvent({
  type: 'paper.revised',
  summary: 'What is known of a paper changed.',
  schema: paperStateSchema,
  keyOf: (paper) => paper.id,
});
