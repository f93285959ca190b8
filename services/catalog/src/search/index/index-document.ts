import { createHash } from 'node:crypto';
import { type PaperLinks, type PaperState, paperLinks } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform/latex';
import { bare, fold, wordsOf } from '../query/fold.js';
import { tagsOf } from '../query/match-expression.js';

/** The part of an abstract, in UTF-16 units, that is searched. It is always shown completely. */
const LONGEST_SUMMARY = 20_000;
/** How many row numbers each second has, for papers that were published in the same second. */
const SPREAD = 2 ** 20;
const LONGEST_WORD = 40;

/** What a list shows of a paper. */
export interface PaperCard {
  readonly title: string;
  readonly summary: string;
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  readonly publishedAt: string;
  readonly withdrawnAt?: string;
  readonly submission?: { readonly by: string; readonly at: string };
  readonly sample: boolean;
  /** Links to its code and its project; absent when there are none. */
  readonly links?: PaperLinks;
  /** Present when a confirmed author of it commented. */
  readonly authorCommented?: true;
  /** Present when title and summary are searched as they are shown. */
  readonly asShown?: true;
}

/** A paper as the index stores it. */
export interface IndexDocument {
  /** Papers of a later second have a higher row, so the index is in order of date. */
  readonly row: bigint;
  readonly title: string;
  readonly authors: string;
  readonly summary: string;
  readonly tags: string;
  readonly card: string;
  readonly year: number;
}

/** A paper with the day on which it arrived and, if it was submitted, the day of its list. */
export interface IndexedPaper {
  readonly state: PaperState;
  readonly arrivedOn: string;
  readonly day?: string;
}

/** The document of a paper. */
export function documentOf({ state, arrivedOn, day }: IndexedPaper): IndexDocument {
  const plainTitle = latexText(state.title);
  const plainSummary = latexText(state.summary.slice(0, LONGEST_SUMMARY));
  const authors = state.authors.map(({ name }) => name);
  const title = fold(plainTitle).text;
  const summary = fold(plainSummary).text;
  const asShown = title === state.title && summary === state.summary;
  const card: PaperCard = { ...cardOf(state), ...(asShown ? { asShown } : {}) };
  return {
    row: rowIdOf(state.id, state.publishedAt),
    title,
    authors: fold(authors.join(', ')).text,
    summary,
    tags: tagsOf(state.categories, arrivedOn, day),
    card: JSON.stringify(card),
    year: new Date(state.publishedAt).getUTCFullYear(),
  };
}

/** What a list shows of a paper. */
export function cardOf(state: PaperState): PaperCard {
  const links = paperLinks(state);
  return {
    title: state.title,
    summary: state.summary,
    authors: state.authors.map(({ name }) => name),
    categories: state.categories,
    publishedAt: state.publishedAt,
    ...(state.withdrawnAt === undefined ? {} : { withdrawnAt: state.withdrawnAt }),
    ...(state.submission === undefined
      ? {}
      : { submission: { by: state.submission.by, at: state.submission.at } }),
    sample: state.sample,
    ...(Object.keys(links).length > 0 ? { links } : {}),
    ...(state.authorCommented ? { authorCommented: true as const } : {}),
  };
}

/** The row of a paper. If another paper has it, the next free one is used. */
export function rowIdOf(id: string, publishedAt: string): bigint {
  const spread = createHash('sha256').update(id).digest().readUInt32BE(0) % SPREAD;
  return firstRowAt(new Date(publishedAt)) + BigInt(spread);
}

/** The lowest row of papers that were published at a moment (to the second) or later. */
export function firstRowAt(moment: Date): bigint {
  const seconds = Math.floor(moment.getTime() / 1_000);
  return BigInt(Math.max(seconds, 0)) * BigInt(SPREAD) + 1n;
}

/** When the paper of a row was published, to the second. */
export function momentOfRow(row: bigint): Date {
  return new Date(Number(row / BigInt(SPREAD)) * 1_000);
}

/** The words of a document that the vocabulary counts, each once. */
export function vocabularyOf({ title, summary }: Pick<IndexDocument, 'title' | 'summary'>): Set<string> {
  const words = wordsOf(`${title} ${summary}`).map(bare);
  return new Set(
    words.filter((word) => word.length > 1 && word.length <= LONGEST_WORD && /\p{L}/u.test(word)),
  );
}
