import { defineEvent } from '../event.js';
import { paperStateSchema } from './paper.js';

/** The authors withdrew a paper, or its source deleted it. */
export const paperWithdrawn = defineEvent({
  type: 'paper.withdrawn',
  summary: 'The authors withdrew a paper, or its source deleted it.',
  schema: paperStateSchema,
  keyOf: (paper) => paper.id,
});
