import type { WantedIndex } from '@paperboy/platform';
import { CLOSINGS } from './edition/closing.store.js';
import { EDITIONS, ENTRIES } from './edition/edition.store.js';

/** All indexes of ranking, beside those of its relay. */
export const rankingIndexes: readonly WantedIndex[] = [
  { collection: EDITIONS, key: { 'state.cadence': 1, 'state.startsAt': -1 } },
  { collection: EDITIONS, key: { 'state.cadence': 1, 'state.period': 1 } },
  // Of the few days that were closed early.
  { collection: CLOSINGS, key: { earlyDay: 1 }, options: { sparse: true } },
  { collection: ENTRIES, key: { editionId: 1, rank: 1 } },
  { collection: ENTRIES, key: { paperId: 1 } },
];
