import { parsePeriod, SEARCH_SORTS, type SearchSort } from '@paperboy/contracts';

/** Papers on one page of a search. */
export const FOUND_PER_PAGE = 40;
/** A search ends after 1,000 papers. */
const MAX_PAGE = 1_000 / FOUND_PER_PAGE;
const LONGEST = 300;
/** The name of an order; anything else counts as absent. */
const ORDER = /^[\w-]{1,40}$/;

/** What the address of a search page asks for. */
export interface SearchAddress {
  /** As it was typed; empty when nothing is looked for yet. */
  readonly q: string;
  readonly sort: SearchSort;
  readonly page: number;
  /** The order that an earlier page began, so that none of its papers comes twice. */
  readonly v?: string;
  /** Only papers on the list of this day. */
  readonly date?: string;
  /** Only papers that are trending. */
  readonly trending: boolean;
  /** Whether the last word may go on: the reader is still typing. */
  readonly typing: boolean;
}

/** Reads the address of a search page. What makes no sense counts as absent, but for the text, which is cut at its bound. */
export function searchQuery(query: unknown): SearchAddress {
  const asked = (query ?? {}) as Record<string, unknown>;
  const text = (name: string): string => (typeof asked[name] === 'string' ? (asked[name] as string) : '');
  const page = /^\d{1,7}$/.test(text('p')) ? Number(text('p')) : 0;
  const date = parsePeriod('day', text('date'))?.name;
  return {
    q: text('q').trim().slice(0, LONGEST),
    sort: SEARCH_SORTS.find((sort) => sort === text('sort')) ?? 'relevance',
    page: Math.min(page, MAX_PAGE),
    ...(ORDER.test(text('v')) ? { v: text('v') } : {}),
    ...(date === undefined ? {} : { date }),
    trending: text('trending') === 'true',
    typing: text('typing') === 'true',
  };
}

/** The address of a search page, the shortest that leads there. */
export function searchPath({ q, sort, page, v, date, trending }: Omit<SearchAddress, 'typing'>): string {
  const search = new URLSearchParams();
  if (q !== '') search.set('q', q);
  if (sort !== 'relevance') search.set('sort', sort);
  if (date !== undefined) search.set('date', date);
  if (trending) search.set('trending', 'true');
  if (page > 0) search.set('p', String(page));
  if (v !== undefined) search.set('v', v);
  const text = search.toString();
  return text === '' ? '/papers' : `/papers?${text}`;
}

/** Where papers of a category are found. */
export function categorySearchPath(category: string): string {
  return searchPath({ q: `cat:${category}`, sort: 'date', page: 0, trending: false });
}

/** The same search with one more term. */
export function withTerm(query: SearchAddress, term: string): SearchAddress {
  return { ...query, q: `${query.q} ${term}`.trim(), page: 0 };
}
