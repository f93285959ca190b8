import { categorySchema } from '@paperboy/contracts';
import { isDay } from '../text/day.js';

/** Papers on one page. */
export const PAGE_SIZE = 50;
/** No list is longer than this many pages, so that nobody makes ranking count to a billion. */
const MAX_PAGE = 10_000;

/** Which list a page shows. */
export type ListName = 'day' | 'week' | 'month' | 'trending' | 'new';

/** A list, its period, and which part of it. */
export interface ListQuery {
  readonly list: ListName;
  /** Absent for trending and new, and for the newest period that has papers. */
  readonly period?: string;
  readonly category?: string;
  readonly page: number;
}

/** Why an address is none of a list. */
export interface QueryFault {
  readonly fault: 'unknown-period' | 'invalid-category' | 'invalid-page';
  readonly detail: string;
}

/** Reads the address of a list page; a period that does not exist or a bad filter is a fault. */
export function listQuery(
  list: ListName,
  period: string | undefined,
  query: unknown,
): ListQuery | QueryFault {
  if (period !== undefined && !isPeriod(list, period)) {
    return {
      fault: 'unknown-period',
      detail: `“${period.slice(0, 40)}” is not a ${list} that the calendar has.`,
    };
  }
  const asked = (query ?? {}) as Record<string, unknown>;
  const page = pageNumber(asked.p);
  if (page === undefined) {
    return { fault: 'invalid-page', detail: `The page “p” is a whole number from 0 to ${MAX_PAGE}.` };
  }
  const base = { list, page, ...(period === undefined ? {} : { period }) };
  if (asked.category === undefined || asked.category === '') return base;
  const category = categorySchema.safeParse(asked.category);
  return category.success
    ? { ...base, category: category.data }
    : { fault: 'invalid-category', detail: 'The category is not one of arXiv’s, such as cs.AI or hep-th.' };
}

/** The address of a list page. */
export function listPath(query: ListQuery): string {
  const search = new URLSearchParams();
  if (query.category !== undefined) search.set('category', query.category);
  if (query.page > 0) search.set('p', String(query.page));
  const text = search.toString();
  return text === '' ? basePath(query) : `${basePath(query)}?${text}`;
}

/** What to ask ranking for. */
export function rankingPath(query: ListQuery): string {
  const search = new URLSearchParams({ p: String(query.page), limit: String(PAGE_SIZE) });
  if (query.period !== undefined) search.set('period', query.period);
  if (query.category !== undefined) search.set('category', query.category);
  return `/internal/lists/${query.list}?${search.toString()}`;
}

function basePath({ list, period }: ListQuery): string {
  if (list === 'trending' || list === 'new') return `/papers/${list}`;
  if (period === undefined) return list === 'day' ? '/' : `/papers/${list}`;
  return list === 'day' ? `/papers/date/${period}` : `/papers/${list}/${period}`;
}

function isPeriod(list: ListName, period: string): boolean {
  if (list === 'day') return isDay(period);
  if (list === 'week') return isWeek(period);
  return list === 'month' && /^\d{4}-(0[1-9]|1[0-2])$/.test(period);
}

/** A year has 53 ISO weeks when it begins on a Thursday, or on a Wednesday and is a leap year (ISO 8601). */
function isWeek(period: string): boolean {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(period) ?? [];
  if (year === undefined || week === undefined || Number(week) < 1) return false;
  const first = new Date(`${year}-01-01T00:00:00Z`).getUTCDay();
  const leap = isDay(`${year}-02-29`);
  return Number(week) <= (first === 4 || (first === 3 && leap) ? 53 : 52);
}

function pageNumber(asked: unknown): number | undefined {
  if (asked === undefined || asked === '') return 0;
  const page = typeof asked === 'string' && /^\d{1,5}$/.test(asked) ? Number(asked) : Number.NaN;
  return page <= MAX_PAGE ? page : undefined;
}
