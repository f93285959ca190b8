import type { StoredDocuments } from '@paperboy/platform';
import { closingSchema, emptyPeriodsSchema } from './edition/closing.schema.js';
import { editionSchema } from './edition/edition.schema.js';
import { entrySchema } from './edition/entry.schema.js';
import { packedPaperSchema } from './packing/packed-paper.schema.js';

/** All that ranking keeps in MongoDB. */
export const rankingDocuments: StoredDocuments = {
  schemas: [editionSchema, entrySchema, closingSchema, emptyPeriodsSchema, packedPaperSchema],
  migrations: [],
};
