import type { RefusalCode } from '../source/snapshot.js';

/** What an import has come to so far. `read` = `published` + the sum of `refused`; blank lines do not count. */
export interface ImportCounts {
  readonly read: number;
  readonly published: number;
  readonly refused: Readonly<Partial<Record<RefusalCode, number>>>;
}

/** How far an import is: all before it has been acknowledged by Kafka or lies in the file of refused lines. */
export interface ImportCursor {
  /** Lines of the file, blank ones too. */
  readonly line: number;
  /** Bytes of the file, after decompression. */
  readonly end: number;
  /** Bytes of the file of refused lines that belong to what was read. */
  readonly refusedBytes: number;
  /** A digest of the last line, by which a stream that is given again is known; absent at the beginning. */
  readonly tail?: string;
  readonly counts: ImportCounts;
}

/** Where every import begins. */
export const IMPORT_START: ImportCursor = {
  line: 0,
  end: 0,
  refusedBytes: 0,
  counts: { read: 0, published: 0, refused: {} },
};

/** How many lines were refused. */
export function refusedOf(counts: ImportCounts): number {
  return Object.values(counts.refused).reduce((sum, count) => sum + count, 0);
}

/** The counts after some more lines. */
export function countsAfter(
  counts: ImportCounts,
  published: number,
  refused: readonly RefusalCode[],
): ImportCounts {
  const byCode: Partial<Record<RefusalCode, number>> = { ...counts.refused };
  for (const code of refused) byCode[code] = (byCode[code] ?? 0) + 1;
  return {
    read: counts.read + published + refused.length,
    published: counts.published + published,
    refused: byCode,
  };
}

/** How often the catalog's group must be seen to have nothing before it until what is missing counts as parked. */
const SETTLED = 5;

/**
 * Whether the catalog's counts of an import are final. A run that was resumed may have published records twice, so
 * that as many as there are papers are taken before all of them are: then its group must have nothing before it any
 * more, seen before the count was read (`passed` times in a row).
 */
export function allTaken(taken: number, published: number, resumed: boolean, passed: number): boolean {
  if (taken < published) return passed >= SETTLED;
  return !resumed || passed > 0;
}
