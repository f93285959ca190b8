import type { SearchSort } from '@paperboy/contracts';
import type { Mark } from '../query/marked-text.js';
import type { SearchQuery } from '../query/search-query.js';
import type { PaperCard } from './index-document.js';

/** A question to the index: a page of a search. */
export interface Question {
  /** The typed text. Suggestions are made from it. */
  readonly text: string;
  readonly query: SearchQuery;
  /** Whether the person is still typing, so that the last word may be incomplete. */
  readonly typing: boolean;
  readonly sort: SearchSort;
  /** Only papers on the list of this day, such as `2026-11-22`. */
  readonly day?: string;
  /** Ids of the trending papers in their order, when sort or filter need them. */
  readonly trending?: readonly string[];
  /** Whether only trending papers are found. */
  readonly onlyTrending: boolean;
  readonly offset: number;
  readonly limit: number;
  readonly facets: boolean;
  /** The ids of the page's papers, when an earlier page has begun an order. The hits are those that still exist. */
  readonly chosen?: readonly string[];
}

/** Many searches among the papers that arrived on some days. */
export interface NewPapersQuestion {
  readonly queries: readonly SearchQuery[];
  /** Days of the publication, such as `2026-11-22`. */
  readonly days: readonly string[];
  /** The most papers for each search. */
  readonly limit: number;
}

/** The same for ids alone. Each search finds only papers with its number of upvotes. */
export interface NewMatchesQuestion {
  readonly wishes: readonly { readonly query: SearchQuery; readonly upvotes: number }[];
  readonly days: readonly string[];
  readonly limit: number;
}

/** The papers that one search found, the newest first. */
export type Matches = readonly { readonly id: string; readonly upvotes: number }[];

/** The answer to a NewPapersQuestion. */
export interface NewPapers {
  /** The ids that each search found, the newest first; undefined when time ran out before it. */
  readonly found: readonly (readonly string[] | undefined)[];
  /** Each paper found, once. */
  readonly hits: readonly Hit[];
}

/** A text with the places where words of the search were found. */
export interface MarkedText {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** A paper that was found. Title and summary are plain text, read from the LaTeX that the card holds. */
export interface Hit {
  readonly id: string;
  readonly card: PaperCard;
  /** As last read from ranking for sorting. The numbers to show are requested again. */
  readonly upvotes: number;
  readonly title: MarkedText;
  readonly summary: MarkedText;
}

/** How many of the papers found have each category and year. Only the newest `of` papers are counted. */
export interface Facets {
  readonly categories: readonly { readonly category: string; readonly papers: number }[];
  readonly years: readonly { readonly year: number; readonly papers: number }[];
  readonly of: number;
}

/** Another search that finds something. */
export interface Suggestion {
  readonly kind: 'spelling' | 'without';
  readonly text: string;
  /** The word that was corrected or left out. */
  readonly word: string;
  readonly total: number;
}

/** The index's answer to a Question. */
export interface PageOfHits {
  /** The paper that the text names, when the index has it. */
  readonly paper?: string;
  readonly total: number;
  /** False when the counting ended early, so there may be more than `total`. */
  readonly counted: boolean;
  /** Papers that were published since then are in exact order; absent when all papers are. */
  readonly orderedSince?: string;
  /** Whether time ran out before all papers were searched. */
  readonly partial: boolean;
  readonly hits: readonly Hit[];
  readonly more: boolean;
  readonly facets?: Facets;
  readonly suggestions: readonly Suggestion[];
}

/** The most papers of a search that can be paged through. */
export const DEEPEST = 1_000;
