import { defineEvent } from '../event.js';
import { recordDeletedSchema } from './record.js';

/** A source says that it no longer has a record; the catalog marks the paper as withdrawn. */
export const recordDeleted = defineEvent({
  type: 'record.deleted',
  summary: 'A source says that it no longer has the record of a paper.',
  schema: recordDeletedSchema,
  keyOf: (record) => record.paperId,
});
