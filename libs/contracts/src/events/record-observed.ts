import { defineEvent } from '../event.js';
import { recordSchema } from './record.js';

/** A source was read and has this record of a paper. The catalog finds out whether anything changed. */
export const recordObserved = defineEvent({
  type: 'record.observed',
  summary: 'A source was read and said this of a paper.',
  schema: recordSchema,
  keyOf: (record) => record.paperId,
});
