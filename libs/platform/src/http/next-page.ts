/** The path and query of another page, `p`, of the same request. */
export function nextPage(url: string, page: number): string {
  const next = new URL(url, 'http://localhost');
  next.searchParams.set('p', String(page));
  return `${next.pathname}${next.search}`;
}
