import { z } from 'zod';
import { periodSchema } from '../values/period.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { orderSchema } from './lists.js';
import { EXAMPLE_PAPER, paperParams } from './papers.js';
import { listItemSchema } from './public-paper.js';

/** The orders of the results of a search. */
export const SEARCH_SORTS = ['relevance', 'date', 'upvotes', 'trending'] as const;
export type SearchSort = (typeof SEARCH_SORTS)[number];

const flag = z
  .enum(['true', 'false'], 'expected true or false')
  .default('false')
  .transform((value) => value === 'true');

/** The text of a search that another service sends. */
const searchTextSchema = z.string().min(1).max(300);

const wish = {
  q: z.string().min(1).max(300).meta({
    description:
      'Words, all of them wanted; "a phrase"; -word; author:, title:, abstract:; cat:cs.LG or cat:cs.*; from: and to: with a year, month or day; id:; or an arXiv id or address.',
  }),
  p: wholeNumber(0, 1_000_000)
    .default(0)
    .meta({ description: 'The page, from 0; a search ends after 1,000 papers.' }),
  limit: wholeNumber(1, 120).default(50).meta({ description: 'Papers on a page.' }),
  sort: z
    .enum(SEARCH_SORTS, `expected one of ${SEARCH_SORTS.join(', ')}`)
    .default('relevance')
    .meta({ description: 'By relevance, the newest first, the most upvotes first, or the trending first.' }),
  date: periodSchema('day')
    .optional()
    .meta({ description: 'Only papers on the list of this day, YYYY-MM-DD.' }),
  trending: flag.meta({ description: 'Only papers that are trending.' }),
  v: orderSchema,
};

const count = z.int().min(0);
/** A range of UTF-16 units: start (included) and end (excluded). */
const rangeSchema = z.tuple([count, count]);
/** A text, not escaped, with the ranges that match the search. */
const markedTextSchema = z.object({ text: z.string(), marks: z.array(rangeSchema) });

/** A result of a search: an item as on lists, and its title and abstract as plain text. */
export const searchHitSchema = z.object({
  item: listItemSchema,
  title: markedTextSchema,
  /** `excerpt` is the range with the most marks, about 300 characters. */
  summary: markedTextSchema.extend({ excerpt: rangeSchema }),
});
export type SearchHit = z.output<typeof searchHitSchema>;

/** The answer of a search, with everything that the page of the search shows. */
export const searchAnswerSchema = z.object({
  q: z.string(),
  /** The terms of the search, in the order in which they were typed. */
  asked: z.array(
    z.object({
      kind: z.enum(['word', 'phrase', 'category', 'from', 'before', 'id']),
      /** For a date: the moment. */
      text: z.string(),
      field: z.enum(['title', 'author', 'abstract']).optional(),
      excluded: z.boolean(),
    }),
  ),
  sort: z.enum(SEARCH_SORTS),
  /** Set when the text names one known paper and nothing else. The page then leads to that paper. */
  paper: z.string().optional(),
  /** Papers found. */
  total: count,
  /** False when there are more than `total` papers, which were not counted. */
  counted: z.boolean(),
  /** Papers published before this moment were not checked for the exact phrase or the most upvotes. */
  orderedSince: z.string().optional(),
  /** True when the time limit ended the search before all papers had been checked. */
  partial: z.boolean(),
  hits: z.array(searchHitSchema),
  /** Whether there is a page after this one. */
  more: z.boolean(),
  /** The name of this answer's order, for its other pages. */
  v: z.string().optional(),
  /** True when the requested order is forgotten. The answer is in the current order. */
  orderLost: z.boolean().optional(),
  /** Counts over the newest `of` papers found. Absent unless requested. */
  facets: z
    .object({
      categories: z.array(z.object({ category: z.string(), papers: count })),
      years: z.array(z.object({ year: z.int(), papers: count })),
      of: count,
    })
    .optional(),
  /** When nothing was found: similar searches that find papers. `word` was corrected or left out. */
  suggestions: z.array(
    z.object({ kind: z.enum(['spelling', 'without']), q: z.string(), word: z.string(), total: count }),
  ),
  /** False while ranking is away. Then upvotes are the last known ones, and comments are 0. */
  numbersCurrent: z.boolean(),
});
export type SearchAnswer = z.output<typeof searchAnswerSchema>;

/** An item of the public answer. The highlighted texts are HTML: escaped, with `<mark>` around matches. */
export const foundItemSchema = listItemSchema.extend({
  highlightedTitle: z.string(),
  /** The part of the abstract with the most matches. */
  highlightedSummary: z.string(),
});
export type FoundItem = z.output<typeof foundItemSchema>;

const rebuildSchema = z.object({
  /** The generation that replicas should serve. Each requested rebuild raises it. */
  wanted: count,
  /** The generation from which the answering replica serves, and the one that it builds. */
  serving: count,
  building: count.optional(),
});
export type SearchRebuild = z.output<typeof rebuildSchema>;

/** The codes of texts that can't be read as a search. */
const FAULTS = [
  'empty-query',
  'empty-field',
  'bad-date',
  'bad-category',
  'bad-id',
  'from-after-to',
  'too-many-words',
];
const AWAY = ['search-building', 'search-unavailable', 'search-busy'];

/** The search among all papers. */
export const search = {
  papers: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/papers/search',
    query: z.object(wish),
    answer: z.array(foundItemSchema),
    problems: [...FAULTS, ...AWAY],
    callers: 'everyone',
    repeatable: true,
    public: { searches: true },
    example: { query: { q: 'neural networks', limit: 10 } },
    summary:
      'Papers with all words, the exact phrase first; a bare array, `Link` names the next page. What can not be read is a 400 that says at which character.',
  }),
  ask: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/search',
    query: z.object({
      ...wish,
      /** Whether the last word may be incomplete. */
      typing: flag,
      facets: flag,
    }),
    answer: searchAnswerSchema,
    problems: [...FAULTS, ...AWAY],
    callers: 'everyone',
    repeatable: true,
    summary: 'The same with all that a page says of a search.',
  }),
  similar: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/papers/{id}/similar',
    params: paperParams,
    query: z.object({ limit: wholeNumber(1, 50).default(10).meta({ description: 'Papers at most.' }) }),
    answer: z.array(listItemSchema),
    problems: ['unknown-paper', ...AWAY],
    callers: 'everyone',
    repeatable: true,
    public: { searches: true },
    example: { params: { id: EXAMPLE_PAPER } },
    summary: 'Papers that share the words which tell this one from others, the most like it first.',
  }),
  newPapers: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/search/new-papers',
    body: z.object({
      /** The first and the last day of the publication on which the papers arrived; 31 days at most. */
      from: periodSchema('day'),
      to: periodSchema('day'),
      searches: z.array(searchTextSchema).min(1).max(50),
      /** The most papers for each search. */
      limit: z.int().min(1).max(50),
    }),
    answer: z.object({
      /** For each search its ids, the newest first. Null for a search that the time limit ended, to be repeated. */
      found: z.array(z.array(z.string()).nullable()),
      /** Each paper that was found, once. */
      items: z.array(listItemSchema),
    }),
    problems: ['too-many-days', ...AWAY],
    callers: ['mailer'],
    repeatable: true,
    summary:
      'Which of the papers that arrived on some days each of many searches finds; none for a text that is no search.',
  }),
  newMatches: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/search/new-matches',
    body: z.object({
      /** The first and the last day of the publication on which the papers arrived; 31 days at most. */
      from: periodSchema('day'),
      to: periodSchema('day'),
      /** Each search finds only papers with this many upvotes. */
      wishes: z
        .array(z.object({ search: searchTextSchema, upvotes: z.int().min(0) }))
        .min(1)
        .max(50),
      /** The most papers for each search. */
      limit: z.int().min(1).max(500),
    }),
    answer: z.object({
      /**
       * For each search its papers, the newest first, with the upvotes by which searches are sorted. Null for a search
       * that the time limit ended, to be repeated.
       */
      found: z.array(z.array(z.object({ id: z.string(), upvotes: count })).nullable()),
    }),
    problems: ['too-many-days', ...AWAY],
    callers: ['mailer'],
    repeatable: true,
    summary:
      'The ids of all papers that arrived on some days and that each of many searches finds. Papers of the sample and withdrawn ones are left out.',
  }),
  check: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/search/check',
    body: z.object({ searches: z.array(searchTextSchema).min(1).max(50) }),
    answer: z.object({
      faults: z.array(z.object({ search: z.string(), code: z.string(), detail: z.string() })),
    }),
    callers: ['mailer'],
    repeatable: true,
    summary: 'Which of some texts can not be read as a search, and why. Nothing is looked for.',
  }),
  startRebuild: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/search/rebuild',
    status: 202,
    answer: rebuildSchema,
    callers: ['service'],
    repeatable: false,
    summary:
      'Has every replica read its index anew from Kafka while the present one serves, and does not wait.',
  }),
  rebuildProgress: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/search/rebuild',
    answer: rebuildSchema,
    callers: ['service'],
    repeatable: true,
    summary: 'Which index the replica that answers serves from.',
  }),
} as const;
