import type { AskedOf, ListName, lists } from '@paperboy/contracts';

/** Which part of which list a request asks for. */
export interface ListQuery {
  list: ListName;
  /** `2026-11-22`, `2026-W47`, `2026-11`; absent: the newest that has papers. */
  period?: string;
  p: number;
  limit: number;
  category?: string | undefined;
  submitter?: string | undefined;
  /** Another order than the list's own. */
  sort?: 'publishedAt' | 'submittedAt' | 'trending';
  /** The order that an earlier page began. */
  v?: string | undefined;
}

/** The list query of a `GET /api/daily_papers`. */
export function dailyQuery({
  date,
  week,
  month,
  sort,
  ...rest
}: AskedOf<typeof lists.daily>['query']): ListQuery {
  const cadence = week === undefined ? (month === undefined ? 'day' : 'month') : 'week';
  const period = date ?? week ?? month;
  // A submitter without a period: that person's 200 papers that arrived last, of any day.
  if (rest.submitter !== undefined && period === undefined && sort !== 'trending')
    return { list: 'new', sort: sort ?? 'submittedAt', ...rest };
  // Without a period, trending is the list of that name; within one, it is an order of its papers.
  if (sort === 'trending' && period === undefined) return { list: 'trending', ...rest };
  return { list: cadence, ...(period === undefined ? {} : { period }), ...(sort ? { sort } : {}), ...rest };
}

/** The key of a query for caches. */
export function queryKey(query: ListQuery): string {
  const { list, period, p, limit, category, submitter, sort, v } = query;
  return [list, period, p, limit, category, submitter, sort, v].join('|');
}
