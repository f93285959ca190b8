import mongoose, { type mongo } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.js';

/** An index that a collection is to have. */
export interface WantedIndex {
  readonly collection: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly options?: mongo.CreateIndexesOptions;
}

/** An index that could not be made, and why. */
export interface MissingIndex {
  readonly index: WantedIndex;
  /** `people {address: 1}` */
  readonly name: string;
  readonly reason: string;
  readonly cause: unknown;
}

/** A database of the driver, or a connection of mongoose. */
interface Collections {
  collection(name: string): {
    createIndex(key: Record<string, 1 | -1>, options?: mongo.CreateIndexesOptions): Promise<string>;
  };
}

const REASON_CHARACTERS = 200;

/** Makes each index on its own, so that a failure does not stop the others. Returns the missing ones. */
export async function makeIndexes(
  database: Collections,
  wanted: readonly WantedIndex[],
): Promise<MissingIndex[]> {
  const missing: MissingIndex[] = [];
  // One after the other: the server builds few at a time anyway, and the service needs its connections.
  for (const index of wanted) {
    try {
      await database.collection(index.collection).createIndex({ ...index.key }, index.options);
    } catch (error) {
      missing.push({ index, name: nameOf(index), reason: reasonOf(error), cause: error });
    }
  }
  return missing;
}

/**
 * Makes the indexes of the collections that are empty or missing. That takes no time, and a unique index must exist
 * before the first concurrent writes. Throws when the server can't be reached. IndexKeeper makes the indexes that the
 * server refuses, and those of filled collections, which may take long.
 */
export async function makeIndexesOfEmpty(database: mongo.Db, wanted: readonly WantedIndex[]): Promise<void> {
  const byCollection = new Map<string, WantedIndex[]>();
  for (const index of wanted)
    byCollection.set(index.collection, [...(byCollection.get(index.collection) ?? []), index]);
  await Promise.all(
    [...byCollection].map(async ([name, indexes]) => {
      const document = await database.collection(name).findOne({}, { projection: { _id: 1 } });
      if (document) return;
      const missing = await makeIndexes(database, indexes);
      const unasked = missing.find(({ cause }) => !(cause instanceof mongoose.mongo.MongoServerError));
      if (unasked) throw unasked.cause;
    }),
  );
}

function nameOf({ collection, key }: WantedIndex): string {
  const fields = Object.entries(key).map(([field, direction]) => `${field}: ${direction}`);
  return `${collection} {${fields.join(', ')}}`;
}

function reasonOf(error: unknown): string {
  const { codeName, name, message } = error as {
    codeName?: string;
    name?: string;
    message?: string;
  };
  // The server's own message has the value, which may be somebody's mail address, and many people read health.
  if (isDuplicateKey(error)) return 'several documents have the same value';
  return `${codeName ?? name}: ${message}`.slice(0, REASON_CHARACTERS);
}
