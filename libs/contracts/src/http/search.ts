import { z } from 'zod';
import { periodSchema } from '../values/period.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { orderSchema } from './lists.js';
import { EXAMPLE_PAPER, paperParams } from './papers.js';
import { listItemSchema } from './public-paper.js';

/** The orders of what a search finds. */
export const SEARCH_SORTS = ['relevance', 'date', 'upvotes', 'trending'] as const;
export type SearchSort = (typeof SEARCH_SORTS)[number];

const flag = z
  .enum(['true', 'false'], 'expected true or false')
  .default('false')
  .transform((value) => value === 'true');

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
/** From the first UTF-16 unit to before the second. */
const rangeSchema = z.tuple([count, count]);
/** A text, not escaped, with the stretches that were found in it. */
const markedTextSchema = z.object({ text: z.string(), marks: z.array(rangeSchema) });

/** A paper that was found: an item as lists have it, and its title and abstract read as plain text. */
export const searchHitSchema = z.object({
  item: listItemSchema,
  title: markedTextSchema,
  /** `excerpt` is the stretch with the most marks, some 300 signs. */
  summary: markedTextSchema.extend({ excerpt: rangeSchema }),
});
export type SearchHit = z.output<typeof searchHitSchema>;

/** What a search found, with all that a page says of it. */
export const searchAnswerSchema = z.object({
  q: z.string(),
  /** What was asked, term by term, in the order in which it was typed. */
  asked: z.array(
    z.object({
      kind: z.enum(['word', 'phrase', 'category', 'from', 'before', 'id']),
      /** Of a date: the moment. */
      text: z.string(),
      field: z.enum(['title', 'author', 'abstract']).optional(),
      excluded: z.boolean(),
    }),
  ),
  sort: z.enum(SEARCH_SORTS),
  /** The paper that the text names and nothing else, where it is known: a page goes there. */
  paper: z.string().optional(),
  /** Papers found. */
  total: count,
  /** False when there are more than `total`: they were not counted. */
  counted: z.boolean(),
  /** Papers published before this moment were not looked through for the exact phrase or the most upvotes. */
  orderedSince: z.string().optional(),
  /** True when time was up before all papers had been looked through. */
  partial: z.boolean(),
  hits: z.array(searchHitSchema),
  /** Whether there is a page after this one. */
  more: z.boolean(),
  /** Names the order of this answer, for the pages beside it. */
  v: z.string().optional(),
  /** True when the order that was asked for is not known any more: this is the one of now. */
  orderLost: z.boolean().optional(),
  /** Of the newest `of` papers found; absent unless asked for. */
  facets: z
    .object({
      categories: z.array(z.object({ category: z.string(), papers: count })),
      years: z.array(z.object({ year: z.int(), papers: count })),
      of: count,
    })
    .optional(),
  /** Where nothing was found: searches that find something. `word` was corrected or left out. */
  suggestions: z.array(
    z.object({ kind: z.enum(['spelling', 'without']), q: z.string(), word: z.string(), total: count }),
  ),
  /** False while ranking is away: then upvotes are as last heard, and comments are 0. */
  numbersCurrent: z.boolean(),
});
export type SearchAnswer = z.output<typeof searchAnswerSchema>;

/** An item of the public answer; the highlighted texts are HTML: escaped, with `<mark>` around what was found. */
export const foundItemSchema = listItemSchema.extend({
  highlightedTitle: z.string(),
  /** The part of the abstract with the most of what was found. */
  highlightedSummary: z.string(),
});
export type FoundItem = z.output<typeof foundItemSchema>;

const rebuildSchema = z.object({
  /** Raised with every rebuild that was asked for. */
  wanted: count,
  /** What the replica that answers serves from, and builds. */
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
      /** Whether the last word may go on. */
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
