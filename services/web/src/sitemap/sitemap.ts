const XMLNS = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** A file that names others (source: the protocol of sitemaps.org). */
export function sitemapIndex(addresses: readonly string[]): string {
  return document('sitemapindex', 'sitemap', addresses);
}

/** A file that names pages: 50,000 at most, says the protocol. */
export function sitemap(addresses: readonly string[]): string {
  return document('urlset', 'url', addresses);
}

function document(root: string, each: string, addresses: readonly string[]): string {
  const entries = addresses.map((address) => `<${each}><loc>${escaped(address)}</loc></${each}>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${XMLNS}">\n${entries.join('')}</${root}>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
