import { defineEvent } from '../event.js';
import { paperStateSchema } from './paper.js';

/** The catalog took a paper it did not have. */
export const paperAdded = defineEvent({
  type: 'paper.added',
  summary: 'The catalog took a paper it did not have.',
  schema: paperStateSchema,
  keyOf: (paper) => paper.id,
});
