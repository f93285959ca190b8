import { leaseSchema, migrationSchema } from './bookkeeping.schema.js';
import { type AnySchema, collectionOf } from './document-schema.js';
import type { WantedIndex } from './indexes.js';
import type { Migration } from './migration.js';

/** Everything that a service keeps in MongoDB: a schema for each collection, and the migrations of older data. */
export interface StoredDocuments {
  readonly schemas: readonly AnySchema[];
  readonly migrations: readonly Migration[];
}

/** The schemas of a service, including those that every service has. */
export function schemasOf({ schemas }: StoredDocuments): readonly AnySchema[] {
  return [...schemas, migrationSchema, leaseSchema];
}

/** The indexes that the schemas declare. */
export function indexesOf(documents: StoredDocuments): readonly WantedIndex[] {
  return schemasOf(documents).flatMap((schema) =>
    schema.indexes().map(([key, options]) => ({
      collection: collectionOf(schema),
      key: key as WantedIndex['key'],
      ...(Object.keys(options).length > 0 ? { options: options as NonNullable<WantedIndex['options']> } : {}),
    })),
  );
}
