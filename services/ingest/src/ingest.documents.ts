import type { StoredDocuments } from '@paperboy/platform';
import { sourceSchema } from './harvest/source.schema.js';
import { importSchema } from './import/import.schema.js';

/** All that ingest keeps in MongoDB. */
export const ingestDocuments: StoredDocuments = { schemas: [sourceSchema, importSchema], migrations: [] };
