/**
 * The address without the slashes at the end of its path, its query kept; undefined when there are none. An address
 * that begins with two slashes would lead a browser to another host, so it is left alone.
 */
export function withoutTrailingSlash(url: string): string | undefined {
  const [, path, query = ''] = /^(\/[^/\\?#][^?#]*?)\/+(\?.*)?$/.exec(url) ?? [];
  return path === undefined ? undefined : `${path}${query}`;
}
