import { defineEvent } from '../event.js';
import { recordSchema } from './record.js';

/** A source was read and said this of a paper; whether anything changed is the catalog's to find out. */
export const recordObserved = defineEvent({
  type: 'record.observed',
  summary: 'A source was read and said this of a paper.',
  schema: recordSchema,
  keyOf: (record) => record.paperId,
});
