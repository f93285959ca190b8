/**
 * The address without the slashes at the end of its path, with its query. Undefined when it has no such slashes. An
 * address that begins with two slashes would lead a browser to another host, so it is undefined too.
 */
export function withoutTrailingSlash(url: string): string | undefined {
  const [, path, query = ''] = /^(\/[^/\\?#][^?#]*?)\/+(\?.*)?$/.exec(url) ?? [];
  return path === undefined ? undefined : `${path}${query}`;
}
