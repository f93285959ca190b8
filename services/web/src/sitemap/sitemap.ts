import { type MonthCount, parsePeriod } from '@paperboy/contracts';

/** How many papers one file names. The protocol allows 50,000 addresses. */
export const PIECE = 50_000;
/** The most pieces of a month: five million papers. */
const MOST_PIECES = 100;
const XMLNS = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** A file that names other sitemap files (source: the protocol of sitemaps.org). */
export function sitemapIndex(addresses: readonly string[]): string {
  return document('sitemapindex', 'sitemap', addresses);
}

/** A file that names pages. */
export function sitemap(addresses: readonly string[]): string {
  return document('urlset', 'url', addresses);
}

/** The names of the files of months: `2026-11`, and `2026-11-2` for the papers after the first 50,000 of that month. */
export function piecesOf(months: readonly MonthCount[]): string[] {
  return months.flatMap(({ month, papers }) =>
    Array.from({ length: Math.min(Math.ceil(papers / PIECE), MOST_PIECES) }, (_, at) =>
      at === 0 ? month : `${month}-${at + 1}`,
    ),
  );
}

/** The month and the number of a piece by its name. Undefined for an invalid name. */
export function pieceNamed(name: string): { month: string; nth: number } | undefined {
  const [, month = '', written = '1'] = /^(\d{4}-\d{2})(?:-([1-9]\d{0,2}))?$/.exec(name) ?? [];
  const nth = Number(written);
  return parsePeriod('month', month) === undefined || nth > MOST_PIECES ? undefined : { month, nth };
}

function document(root: string, each: string, addresses: readonly string[]): string {
  const entries = addresses.map((address) => `<${each}><loc>${escaped(address)}</loc></${each}>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${XMLNS}">\n${entries.join('')}</${root}>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
