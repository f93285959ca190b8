import { invalid } from '@paperboy/platform';

const MOST = 10_000;

/** The page that `?p=` asks for, from 0. Throws 400 `invalid-page`. */
export function pageAsked(asked: unknown): number {
  if (asked === undefined || asked === '') return 0;
  const page = typeof asked === 'string' && /^\d{1,5}$/.test(asked) ? Number(asked) : Number.NaN;
  if (!(page <= MOST)) throw invalid('invalid-page', `The page “p” is a whole number from 0 to ${MOST}.`);
  return page;
}

/** The path of a page. */
export function pagePath(path: string, page: number): string {
  return page === 0 ? path : `${path}?p=${page}`;
}
