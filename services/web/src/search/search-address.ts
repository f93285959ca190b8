import { parsePeriod, SEARCH_SORTS, type SearchSort } from '@paperboy/contracts';

/** Papers on one page of a search. */
export const FOUND_PER_PAGE = 40;
/** A search ends after 1,000 papers. */
const MAX_PAGE = 1_000 / FOUND_PER_PAGE;
const LONGEST = 300;
/** The form of the name of an order. A value of another form counts as absent. */
const ORDER = /^[\w-]{1,40}$/;

/** The parameters in the address of a search page. */
export interface SearchAddress {
  /** The text as it was typed, empty when there is no search yet. */
  readonly q: string;
  readonly sort: SearchSort;
  readonly page: number;
  /** The name of the order that the first page began with. Later pages keep it, so that no paper comes twice. */
  readonly v?: string;
  /** Only papers on the list of this day. */
  readonly date?: string;
  /** Only papers that are trending. */
  readonly trending: boolean;
  /** Whether the last word may be incomplete, since the reader is still typing. */
  readonly typing: boolean;
}

/**
 * Reads the address of a search page. An invalid value counts as absent. A text or page beyond its bound is cut to it.
 */
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

/** The shortest address of a search page. */
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

/** The path of the search for papers of a category. */
export function categorySearchPath(category: string): string {
  return searchPath({ q: `cat:${category}`, sort: 'date', page: 0, trending: false });
}

/** The same search with one more term. */
export function withTerm(query: SearchAddress, term: string): SearchAddress {
  return { ...query, q: `${query.q} ${term}`.trim(), page: 0 };
}
