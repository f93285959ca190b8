import type { RefusalCode } from '../source/snapshot.js';

/** The counts of an import so far. `read` = `published` + the sum of `refused`; blank lines do not count. */
export interface ImportCounts {
  readonly read: number;
  readonly published: number;
  readonly refused: Readonly<Partial<Record<RefusalCode, number>>>;
}

/** How far an import is. Kafka has acknowledged every line before it, or the line is in the file of refused lines. */
export interface ImportCursor {
  /** Lines of the file, blank ones too. */
  readonly line: number;
  /** Bytes of the file, after decompression. */
  readonly end: number;
  /** The length of the file of refused lines, in bytes, when the lines before the cursor were read. */
  readonly refusedBytes: number;
  /** A digest of the last line, to check that a stream given again is the same; absent at the beginning. */
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

/** After this many times in a row without waiting records, the records that the catalog lacks count as parked. */
const SETTLED = 5;

/**
 * Whether the catalog's counts of an import are final. `passed` is how many times in a row no record was waiting for
 * the catalog before the counts were read. A resumed run may have published records twice, so the catalog may have
 * taken enough records but not every paper. Then no record may be waiting any more.
 */
export function allTaken(taken: number, published: number, resumed: boolean, passed: number): boolean {
  if (taken < published) return passed >= SETTLED;
  return !resumed || passed > 0;
}
