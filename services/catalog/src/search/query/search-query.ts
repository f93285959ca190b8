/** The fields to which a search for a word can be limited. */
export const FIELDS = ['title', 'author', 'abstract'] as const;
export type QueryField = (typeof FIELDS)[number];

/** A word or a phrase that papers must have, or must not have. */
export interface Term {
  readonly kind: 'word' | 'phrase';
  /** Folded words, at least one. A word with a hyphen has several, which are searched as a phrase. */
  readonly words: readonly string[];
  readonly field?: QueryField;
  readonly excluded: boolean;
  /** True when it was quoted, so that only this spelling is meant. */
  readonly exact?: boolean;
  /** True when papers without it are found as well. Those with it in its place within the phrase come first. */
  readonly optional?: boolean;
  /** True when it was typed with a `*` at its end, so that longer words are meant as well. */
  readonly open?: boolean;
  /** What was typed behind it with an OR: one of them is enough. */
  readonly or?: readonly (readonly string[])[];
  /** Its place in the typed text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** A category, or with `.*` all categories of an archive. */
export interface CategoryFilter {
  readonly category: string;
  readonly excluded: boolean;
}

/** The parsed text of a search. */
export interface SearchQuery {
  /** The id of a paper, when the text is only a reference to it. */
  readonly reference?: string;
  readonly terms: readonly Term[];
  readonly categories: readonly CategoryFilter[];
  readonly id?: string;
  /** Published at this moment or later. */
  readonly from?: Date;
  /** Published before this moment. */
  readonly before?: Date;
}

/** The fault in the text of a search, and its place. */
export interface QueryFault {
  readonly fault:
    | 'empty-query'
    | 'empty-field'
    | 'bad-date'
    | 'bad-category'
    | 'bad-id'
    | 'from-after-to'
    | 'too-many-words';
  readonly detail: string;
  /** In UTF-16 units, from 0. */
  readonly at: number;
}
