import { isDeepStrictEqual } from 'node:util';
import type { Migration } from '@paperboy/platform';

const FORMER: Readonly<Record<string, readonly Readonly<Record<string, 1>>[]>> = {
  deliveries: [
    { editionId: 1, state: 1 },
    { editionId: 1, state: 1, nextAttemptAt: 1 },
    // Its successor has the same name, and can be created only after this one is dropped.
    { state: 1, editionId: 1, nextAttemptAt: 1 },
    { state: 1, nextAttemptAt: 1 },
  ],
  subscriptions: [{ subscriberId: 1 }],
};

/** Drops indexes that no query uses any more, because they slow down each write. */
export const formerIndexes: Migration = {
  version: 4,
  name: 'former-indexes',
  summary: 'drops the indexes that others have replaced',
  run: async (database) => {
    for (const [collection, keys] of Object.entries(FORMER)) {
      const isThere = await database.listCollections({ name: collection }).hasNext();
      const indexes = isThere ? await database.collection(collection).indexes() : [];
      for (const { name, key } of indexes) {
        const former = keys.some((one) => isDeepStrictEqual(Object.entries(one), Object.entries(key)));
        if (former && name !== undefined) await database.collection(collection).dropIndex(name);
      }
    }
  },
};
