/** The path and query of another page, `p`, of the same request, in the order that `v` names. */
export function nextPage(url: string, page: number, v?: string): string {
  const next = new URL(url, 'http://localhost');
  next.searchParams.delete('v');
  next.searchParams.set('p', String(page));
  if (v !== undefined) next.searchParams.set('v', v);
  return `${next.pathname}${next.search}`;
}

/** The path and query of the page of the same request that begins behind the entry that `after` names. */
export function pageAfter(url: string, after: string): string {
  const next = new URL(url, 'http://localhost');
  next.searchParams.delete('p');
  next.searchParams.set('after', after);
  return `${next.pathname}${next.search}`;
}
