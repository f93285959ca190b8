import { diffWordsWithSpace } from 'diff';

/** A piece of a text: what both have, what only the earlier one has, or what only the later one has. */
export interface Piece {
  readonly text: string;
  readonly of: 'both' | 'earlier' | 'later';
}

/** With more changes than this the whole text counts as new, since comparing further takes long. */
const MOST_WORDS = 1_500;

/**
 * The difference of two texts, word by word. The pieces of `both` and `earlier` make up the earlier text, those of
 * `both` and `later` the later one.
 */
export function wordDifference(earlier: string, later: string): Piece[] {
  const pieces = diffWordsWithSpace(earlier, later, { maxEditLength: MOST_WORDS });
  if (pieces === undefined) {
    return [
      { text: earlier, of: 'earlier' },
      { text: later, of: 'later' },
    ];
  }
  return pieces.map(({ value, added, removed }) => ({
    text: value,
    of: added ? 'later' : removed ? 'earlier' : 'both',
  }));
}
