import {
  categorySchema,
  type FeedFormat,
  feeds,
  type ListName,
  lists,
  parsePeriod,
  targetOf,
} from '@paperboy/contracts';

/** How many papers a page shows. */
export const PAGE_SIZE = 50;
/** The highest page number. It keeps a client from making ranking skip a billion papers. */
const MAX_PAGE = 10_000;
/** The form of the name of an order. A value of another form counts as absent. */
const ORDER = /^[\w-]{1,40}$/;

/** A list, its period, and which part of it. */
export interface ListAddress {
  readonly list: ListName;
  /** Absent for trending and new, and for the newest period that has papers. */
  readonly period?: string;
  readonly category?: string;
  readonly page: number;
  /** The name of the order that the first page began with. Later pages keep it, so that no paper comes twice. */
  readonly v?: string;
}

/** Why an address is not valid for a list. */
export interface AddressFault {
  readonly fault: 'unknown-period' | 'invalid-category' | 'invalid-page';
  readonly detail: string;
}

/** Reads the address of a list page; a period that does not exist or a bad filter is a fault. */
export function listQuery(
  list: ListName,
  period: string | undefined,
  query: unknown,
): ListAddress | AddressFault {
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
  const v = typeof asked.v === 'string' && ORDER.test(asked.v) ? { v: asked.v } : {};
  const base = { list, page, ...(period === undefined ? {} : { period }), ...v };
  if (asked.category === undefined || asked.category === '') return base;
  const category = categorySchema.safeParse(asked.category);
  return category.success
    ? { ...base, category: category.data }
    : { fault: 'invalid-category', detail: 'The category is not one of arXiv’s, such as cs.AI or hep-th.' };
}

/** The address of a list page. */
export function listPath(query: ListAddress): string {
  const search = new URLSearchParams();
  if (query.category !== undefined) search.set('category', query.category);
  if (query.page > 0) search.set('p', String(query.page));
  if (query.v !== undefined) search.set('v', query.v);
  const text = search.toString();
  return text === '' ? basePath(query) : `${basePath(query)}?${text}`;
}

/** The address of the feed of a list, or of one category of it. A feed is always of the newest period. */
export function feedPath(
  { list, category }: Pick<ListAddress, 'list' | 'category'>,
  format: FeedFormat,
): string {
  return targetOf(feeds[list], { params: { format }, query: { category } });
}

/** The path at which ranking answers the list. */
export function rankingPath(query: ListAddress): string {
  const { list, period, category, page, v } = query;
  return targetOf(lists.read, {
    params: { list },
    query: { p: page, limit: PAGE_SIZE, period, category, v },
  });
}

function basePath({ list, period }: ListAddress): string {
  if (list === 'trending' || list === 'new') return `/papers/${list}`;
  if (period === undefined) return list === 'day' ? '/' : `/papers/${list}`;
  return list === 'day' ? `/papers/date/${period}` : `/papers/${list}/${period}`;
}

function isPeriod(list: ListName, period: string): boolean {
  return list !== 'trending' && list !== 'new' && parsePeriod(list, period) !== undefined;
}

function pageNumber(asked: unknown): number | undefined {
  if (asked === undefined || asked === '') return 0;
  const page = typeof asked === 'string' && /^\d{1,5}$/.test(asked) ? Number(asked) : Number.NaN;
  return page <= MAX_PAGE ? page : undefined;
}
