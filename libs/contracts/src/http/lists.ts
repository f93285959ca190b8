import { z } from 'zod';
import { categorySchema } from '../ids.js';
import { paperIdSchema } from '../values/paper-id.js';
import { CADENCES, periodSchema } from '../values/period.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { EXAMPLE_PAPER, paperParams } from './papers.js';
import { listItemSchema } from './public-paper.js';

/** The names of the lists. */
export const LISTS = [...CADENCES, 'trending', 'new'] as const;
export type ListName = (typeof LISTS)[number];

const page = wholeNumber(0, 99_999).default(0).meta({ description: 'The page, from 0.' });
const limit = wholeNumber(1, 100).default(50).meta({ description: 'Papers on a page.' });
/** The name of the order that a first page began with, from its `Link`. Any other text counts as an unknown order. */
export const orderSchema = z.string().max(100).optional().meta({
  description:
    'The order in which the page before was answered, as its `Link` says: pages of one order hold no paper twice and leave none out.',
});
/** A day; a full RFC 3339 time, which clients of the original may send, counts as its day in UTC. */
const day = z
  .preprocess(
    (value) => (z.iso.datetime({ offset: true }).safeParse(value).success ? utcDay(value as string) : value),
    periodSchema('day').optional(),
  )
  .meta({ description: 'A day, YYYY-MM-DD; the newest that has papers when nothing is said.' });
/** The handle of a person who submits. */
export const submitterSchema = z.string().regex(/^[^\s|:]{1,40}$/, 'expected the handle of a person');
const submitter = submitterSchema.optional().meta({ description: 'The handle of the person who submitted.' });
const category = categorySchema.optional().meta({ description: 'A category of arXiv, such as cs.LG.' });

const dailyPapersQuery = z
  .object({
    p: page,
    limit,
    v: orderSchema,
    date: day,
    week: periodSchema('week').optional().meta({ description: 'An ISO week, YYYY-Www.' }),
    month: periodSchema('month').optional().meta({ description: 'A month, YYYY-MM.' }),
    submitter,
    category,
    sort: z
      .enum(['publishedAt', 'trending'], 'expected publishedAt or trending')
      .optional()
      .meta({ description: 'Another order than that of the list.' }),
  })
  .refine(
    ({ date, week, month }) => [date, week, month].filter((value) => value !== undefined).length <= 1,
    'expected at most one of date, week and month',
  );

const listQuery = z.object({
  p: page,
  limit,
  v: orderSchema,
  period: z.string().max(20).optional(),
  category,
  submitter,
});

/** A page of a list, as web and other services get it. */
export const listAnswerSchema = z.object({
  list: z.enum(LISTS),
  /** Absent for trending and new, and while no period has papers. */
  period: z.string().optional(),
  startsAt: z.string().optional(),
  endsAt: z.string().optional(),
  /** True when it is answered from a frozen edition. */
  closed: z.boolean(),
  /** True while ranking has not read all of the history. */
  rebuilding: z.boolean(),
  /** The nearest periods with papers before and after this one. */
  previous: z.string().optional(),
  next: z.string().optional(),
  /** A newer period that has begun, with too few papers to be shown by default. */
  newer: z.object({ period: z.string(), papers: z.int() }).optional(),
  /** Papers on all pages. */
  total: z.int().min(0),
  /** The name of this answer's order, for its other pages. Absent when it has all papers, and on a closed list. */
  v: z.string().optional(),
  /** True when the requested order is forgotten. The answer is in the current order. */
  orderLost: z.boolean().optional(),
  /** On a closed list the paper's upvotes are the final ones, and `liveUpvotes` the current ones. */
  items: z.array(listItemSchema.extend({ liveUpvotes: z.int().optional() })),
});
export type ListAnswer = z.output<typeof listAnswerSchema>;

/** The days of a month that have papers. */
const archiveSchema = z.object({
  /** Absent while no month has papers. */
  month: z.string().optional(),
  days: z.array(z.object({ day: z.string(), papers: z.int().positive() })),
  /** The nearest months with papers before and after this one. */
  previous: z.string().optional(),
  next: z.string().optional(),
});
export type Archive = z.output<typeof archiveSchema>;

const standingsQuery = z.object({
  /** Ids with commas between them. */
  ids: z
    .string()
    .max(4_200)
    .transform((ids) => ids.split(','))
    .pipe(z.array(paperIdSchema).min(1).max(100)),
  person: z.string().min(1).max(100).optional(),
});

/** The numbers of a paper, whether or not it is on a list. */
export const paperStandingSchema = z.object({
  paperId: z.string(),
  upvotes: z.int().min(0),
  comments: z.int().min(0),
  /** Whether the vote of the given person is among the upvotes. */
  included: z.boolean().optional(),
});
export type PaperStanding = z.output<typeof paperStandingSchema>;

/** The counted numbers of a paper. */
export type PaperNumbers = Pick<PaperStanding, 'upvotes' | 'comments'>;

/** Why a paper has its rank on a list. */
export const whySchema = z.object({
  paperId: z.string(),
  list: z.enum(LISTS),
  /** The period, on the lists that have one. */
  period: z.string().optional(),
  /** True when the list is frozen, so that the numbers are the final ones. */
  closed: z.boolean(),
  /** From 1; absent when the paper is not on this list. */
  rank: z.int().optional(),
  /** Papers on the list. */
  of: z.int(),
  upvotes: z.int(),
  /** On a closed list: the current upvotes, which no longer change the list. */
  liveUpvotes: z.int().optional(),
  comments: z.int(),
  /** Votes that stand and do not count, by reason and without names. */
  notCounted: z.array(z.object({ reason: z.string(), votes: z.int() })),
  /** The formula of the list, in words. */
  order: z.string(),
  /** Only on Trending: the terms, the newest first, and their sum. Weights are in votes cast now. */
  trending: z
    .object({
      halfLifeHours: z.number(),
      commentWeight: z.number(),
      terms: z.array(
        z.object({
          /** Start of the span, a quarter of an hour. */
          at: z.string(),
          votes: z.int(),
          comments: z.int(),
          weight: z.number(),
        }),
      ),
      /** The number of further terms, which are too small to be listed. */
      furtherTerms: z.int(),
      /** All terms together, in votes cast now. */
      weight: z.number(),
      /** log2 of the weighted votes, in half-lives since 1970: what the list is sorted by. */
      score: z.number(),
    })
    .optional(),
  /** The effect of one more counted vote that is cast now. */
  oneMoreVote: z.object({ rank: z.int(), gained: z.int() }).optional(),
});
export type Why = z.output<typeof whySchema>;

/** Lists, and the numbers of their papers. */
export const lists = {
  daily: endpoint({
    service: 'ranking',
    method: 'GET',
    path: '/api/daily_papers',
    query: dailyPapersQuery,
    answer: z.array(listItemSchema),
    problems: ['lists-unavailable'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { query: { sort: 'trending', limit: 10 } },
    summary:
      'Papers of a day (the newest with papers unless `date` says), a week or a month; without a period what is trending with `sort=trending`, and with `submitter` the 200 papers of that person that arrived last, the newest submission first; a bare array, `Link` names the next page.',
  }),
  read: endpoint({
    service: 'ranking',
    method: 'GET',
    path: '/internal/lists/{list}',
    params: z.object({ list: z.string() }),
    query: listQuery,
    answer: listAnswerSchema,
    problems: ['no-such-list', 'no-such-period', 'lists-unavailable'],
    callers: 'everyone',
    repeatable: true,
    summary: 'A list with its period: the same items within what is known about the list.',
  }),
  archive: endpoint({
    service: 'ranking',
    method: 'GET',
    path: '/api/archive',
    query: z.object({
      month: periodSchema('month')
        .optional()
        .meta({ description: 'A month, YYYY-MM; the newest that has papers when nothing is said.' }),
    }),
    answer: archiveSchema,
    problems: ['lists-unavailable'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { query: { month: '2026-11' } },
    summary: 'Which days of a month have papers, and how many.',
  }),
  standings: endpoint({
    service: 'ranking',
    method: 'GET',
    path: '/internal/papers/standing',
    query: standingsQuery,
    answer: z.object({ standings: z.array(paperStandingSchema) }),
    callers: 'everyone',
    repeatable: true,
    summary: 'Upvotes that count and comments that are shown of up to 100 papers.',
  }),
  why: endpoint({
    service: 'ranking',
    method: 'GET',
    path: '/api/papers/{id}/why',
    params: paperParams,
    query: z.object({
      list: z.enum(LISTS, `expected one of ${LISTS.join(', ')}`).default('trending'),
    }),
    answer: whySchema,
    problems: ['paper-not-listed'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { id: EXAMPLE_PAPER }, query: { list: 'trending' } },
    summary: 'Why a paper stands where it stands on a list: the terms of the formula with their numbers.',
  }),
} as const;

function utcDay(time: string): string {
  return new Date(time).toISOString().slice(0, 10);
}
