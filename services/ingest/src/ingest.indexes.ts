import type { WantedIndex } from '@paperboy/platform';
import { IMPORTS } from './import/import.store.js';

/** Lets a file have one unfinished import; without it two runs could publish the same file side by side. */
export const ONE_OPEN_IMPORT: WantedIndex = {
  collection: IMPORTS,
  key: { open: 1 },
  options: { unique: true, sparse: true },
};

/** All indexes of ingest. */
export const ingestIndexes: readonly WantedIndex[] = [
  ONE_OPEN_IMPORT,
  { collection: IMPORTS, key: { startedAt: -1 } },
];
