import { momentOfRow } from './index-document.js';

/** The count of all papers. */
export const ALL = 'all';
/** How the names of counts begin: those of categories, and those of months, which leave out the sample. */
export const CATEGORY = 'category:';
export const MONTH = 'month:';

/** The part of a paper that the counts need. */
export interface CountedPaper {
  readonly row: bigint;
  /** Separated by spaces. */
  readonly categories: string;
  readonly sample: boolean;
}

/** The names of the counts that include a paper, each once. */
export function countNamesOf({ row, categories, sample }: CountedPaper): string[] {
  const named = new Set(categories.split(' ').filter((category) => category !== ''));
  return [
    ALL,
    ...[...named].map((category) => `${CATEGORY}${category}`),
    ...(sample ? [] : [`${MONTH}${monthOf(row)}`]),
  ];
}

/** The month in which the paper of a row was published, in UTC, such as `2026-11`. */
export function monthOf(row: bigint): string {
  // For the highest row of a second, `momentOfRow` returns the next second.
  return momentOfRow(row - 1n)
    .toISOString()
    .slice(0, 7);
}
