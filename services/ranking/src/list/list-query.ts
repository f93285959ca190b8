import { categorySchema } from '@paperboy/contracts';
import { z } from 'zod';
import { CADENCES, type Cadence, parsePeriod } from '../period/period.js';

const page = z
  .string()
  .regex(/^\d{1,5}$/, 'expected a page number from 0')
  .transform(Number)
  .default(0);
const limit = z
  .string()
  .regex(/^([1-9]\d?|100)$/, 'expected a number from 1 to 100')
  .transform(Number)
  .default(50);
const name = (cadence: Cadence, form: string) =>
  z
    .string()
    .refine(
      (value) => parsePeriod(cadence, value) !== undefined,
      `expected a ${cadence} that exists, as ${form}`,
    )
    .optional();
/** A day; a full RFC 3339 time, which clients of the original may send, counts as its day in UTC. */
const day = z.preprocess(
  (value) => (z.iso.datetime({ offset: true }).safeParse(value).success ? utcDay(value as string) : value),
  name('day', 'YYYY-MM-DD'),
);

function utcDay(time: string): string {
  return new Date(time).toISOString().slice(0, 10);
}

const submitter = z
  .string()
  .regex(/^[^\s|:]{1,40}$/, 'expected the handle of a person')
  .optional();
const category = categorySchema.optional();

/** The names of the lists. */
export const LISTS = [...CADENCES, 'trending', 'new'] as const;
export type ListName = (typeof LISTS)[number];

/** What `GET /api/daily_papers` takes. */
export const dailyPapersQuery = z
  .object({
    p: page,
    limit,
    date: day,
    week: name('week', 'YYYY-Www'),
    month: name('month', 'YYYY-MM'),
    submitter,
    category,
    sort: z.enum(['publishedAt', 'trending'], 'expected publishedAt or trending').optional(),
  })
  .refine(
    ({ date, week, month }) => [date, week, month].filter((value) => value !== undefined).length <= 1,
    'expected at most one of date, week and month',
  )
  .transform(({ date, week, month, sort, ...rest }): ListQuery => {
    const cadence = week === undefined ? (month === undefined ? 'day' : 'month') : 'week';
    const period = date ?? week ?? month;
    // Without a period, trending is the list of that name; within one, it is an order of its papers.
    if (sort === 'trending' && period === undefined) return { list: 'trending', ...rest };
    return { list: cadence, ...(period === undefined ? {} : { period }), ...(sort ? { sort } : {}), ...rest };
  });

/** What `GET /internal/lists/:list` takes beside the list. */
export const listQuery = z.object({
  p: page,
  limit,
  period: z.string().max(20).optional(),
  category,
  submitter,
});

/** Which part of which list is asked for. */
export interface ListQuery {
  list: ListName;
  /** `2026-11-22`, `2026-W47`, `2026-11`; absent: the newest that has papers. */
  period?: string;
  p: number;
  limit: number;
  category?: string | undefined;
  submitter?: string | undefined;
  /** Another order than the list's own. */
  sort?: 'publishedAt' | 'trending';
}

/** One text for equal queries, for caches. */
export function queryKey(query: ListQuery): string {
  const { list, period, p, limit, category, submitter, sort } = query;
  return [list, period, p, limit, category, submitter, sort].join('|');
}
