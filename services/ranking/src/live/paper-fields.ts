/**
 * The fields of `x:<paper>`: what Redis keeps of a paper in addition to its card and votes. Their names are one letter
 * each, since every paper stores them for ever.
 */
export const FIELD = {
  /** `seq` of the catalog's paper that was applied last. */
  seq: 's',
  /** Place on the lists: `day|week|month|submitted|person|submitter` (apply.script.ts). */
  place: 'd',
  /** Categories, separated by commas. */
  categories: 'g',
  /** Arrival, as text that sorts by time; only while the paper may be on a new list. */
  arrival: 'a',
  /** `1` when withdrawn by its authors. */
  withdrawn: 'w',
  /** Votes that stand and count. */
  upvotes: 'u',
  /** Comments that are shown. */
  comments: 'n',
  /** The trending score. */
  score: 't',
  /** The mark of a packing under way (packing.script.ts). */
  mark: 'k',
  /** The token of the document in MongoDB that holds votes, card and blocks of a packed paper. */
  token: 'z',
  /** `b<block>`: `sum|place:votes:comments,…`, the votes and comments of one block of buckets. */
  block: 'b',
  /** `r<flag>`: how many votes stand and do not count, by their flag (vote-entry.ts). */
  uncounted: 'r',
} as const;
