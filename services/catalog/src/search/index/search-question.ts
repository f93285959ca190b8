import type { SearchSort } from '@paperboy/contracts';
import type { Mark } from '../query/marked-text.js';
import type { SearchQuery } from '../query/search-query.js';
import type { PaperCard } from './index-document.js';

/** What the index is asked. */
export interface Question {
  /** What was typed, as a correction is put into it. */
  readonly text: string;
  readonly query: SearchQuery;
  /** Whether the last word may go on: it was typed a moment ago. */
  readonly typing: boolean;
  readonly sort: SearchSort;
  /** Only papers on the list of this day, such as `2026-11-22`. */
  readonly day?: string;
  /** Ids of the trending papers in their order; asked for by the sort and the filter. */
  readonly trending?: readonly string[];
  /** Whether only those are found. */
  readonly onlyTrending: boolean;
  readonly offset: number;
  readonly limit: number;
  readonly facets: boolean;
  /** The papers of the page, where an order that was begun before says them: hits are these, as far as they are there. */
  readonly chosen?: readonly string[];
}

/** A text with what was found in it. */
export interface MarkedText {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** A paper that was found. Title and summary are plain text, read from the LaTeX that the card holds. */
export interface Hit {
  readonly id: string;
  readonly card: PaperCard;
  /** As last heard of ranking; what is shown is asked anew. */
  readonly upvotes: number;
  readonly title: MarkedText;
  readonly summary: MarkedText;
}

/** How many of the papers found are of each category and year; the most of the newest `of`. */
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

/** What the index answers. */
export interface Finding {
  /** The paper that the text names, when the index has it. */
  readonly paper?: string;
  readonly total: number;
  /** False when there are more than `total`, which were not counted. */
  readonly counted: boolean;
  /** Since when the papers were published that were ordered in full; absent when all were. */
  readonly orderedSince?: string;
  /** Whether time was up before everything was looked through. */
  readonly partial: boolean;
  readonly hits: readonly Hit[];
  readonly more: boolean;
  readonly facets?: Facets;
  readonly suggestions: readonly Suggestion[];
}

/** The deepest place that a search is paged to. */
export const DEEPEST = 1_000;
