import { momentOfRow } from './index-document.js';

/** The count of all papers. */
export const ALL = 'all';
/** What the counts of categories begin with; those of months, of papers that are no sample, begin with MONTH. */
export const CATEGORY = 'category:';
export const MONTH = 'month:';

/** A paper as far as it is counted. */
export interface CountedPaper {
  readonly row: bigint;
  /** With blanks between them. */
  readonly categories: string;
  readonly sample: boolean;
}

/** The names of the counts that a paper is in, each once. */
export function countsOf({ row, categories, sample }: CountedPaper): string[] {
  const named = new Set(categories.split(' ').filter((category) => category !== ''));
  return [
    ALL,
    ...[...named].map((category) => `${CATEGORY}${category}`),
    ...(sample ? [] : [`${MONTH}${monthOf(row)}`]),
  ];
}

/** The month in which the paper of a row was published, in UTC, such as `2026-11`. */
export function monthOf(row: bigint): string {
  // Rows of a second begin with the number after that of its beginning.
  return momentOfRow(row - 1n)
    .toISOString()
    .slice(0, 7);
}
