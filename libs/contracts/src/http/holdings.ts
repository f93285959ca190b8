import { z } from 'zod';
import { periodSchema } from '../values/period.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';

const count = z.int().min(0);

/** How many papers there are. */
export const categoryCountsSchema = z.object({
  /** All papers. A paper of two categories counts once. */
  papers: count,
  /** The most frequent first. */
  categories: z.array(z.object({ category: z.string(), papers: count })),
});
export type CategoryCounts = z.output<typeof categoryCountsSchema>;

/** The number of papers that were published in one month (UTC). */
const monthCountSchema = z.object({ month: z.string(), papers: count });
export type MonthCount = z.output<typeof monthCountSchema>;

const monthPapersSchema = z.object({
  ids: z.array(z.string()),
  /** The value of `after` for the next page. Absent at the end. */
  next: z.string().optional(),
});
export type MonthPapers = z.output<typeof monthPapersSchema>;

const AWAY = ['search-building', 'search-unavailable', 'search-busy'];

/** The papers of the catalog. The numbers are exact as of the last paper that the replica has read. */
export const holdings = {
  categories: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/categories',
    answer: categoryCountsSchema,
    problems: AWAY,
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: {},
    summary: 'The categories that papers have, each with its number of papers, the most frequent first.',
  }),
  months: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/papers/months',
    answer: z.object({ months: z.array(monthCountSchema) }),
    problems: AWAY,
    callers: 'everyone',
    repeatable: true,
    summary: 'How many papers were published in each month, without the sample; the newest month first.',
  }),
  ofMonth: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/papers/months/{month}',
    params: z.object({ month: periodSchema('month') }),
    query: z.object({
      after: z
        .string()
        .regex(/^\d{1,18}$/, 'expected what `next` said')
        .optional(),
      limit: wholeNumber(1, 5_000).default(5_000),
    }),
    answer: monthPapersSchema,
    problems: AWAY,
    callers: 'everyone',
    repeatable: true,
    summary:
      'The ids of the papers that were published in a month, without the sample, in order of publication.',
  }),
} as const;
