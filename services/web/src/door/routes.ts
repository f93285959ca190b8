import { type Endpoint, endpoints, type PublicUse, paperIdOf } from '@paperboy/contracts';

/** An endpoint of the public address. */
export type Route = Endpoint & { readonly public: PublicUse };

/** Every REST endpoint of the public address. What is not here does not exist outside; `/internal` never is. */
export const routes: readonly Route[] = endpoints.filter(
  (endpoint): endpoint is Route => endpoint.public !== undefined,
);

/** What the table says of a request. */
export type Match =
  | { readonly kind: 'route'; readonly route: Route; readonly target: string; readonly paperId?: string }
  | { readonly kind: 'wrong-method'; readonly allow: readonly string[] }
  | { readonly kind: 'unknown' };

/**
 * Finds the route of a request. `url` is the raw path with its query; the target that goes on is put together
 * anew from the table and the checked id, so that no dot, slash or escape of the client reaches a service's path.
 */
export function matchRoute(method: string, url: string): Match {
  const [path = '', query] = splitQuery(url);
  const segments = decodedSegments(path);
  if (segments === undefined) return { kind: 'unknown' };
  const asked = method === 'HEAD' ? 'GET' : method;
  const fitting = routes
    .map((route) => ({ route, paperId: fit(route, segments) }))
    .filter((found): found is { route: Route; paperId: string } => found.paperId !== undefined);
  // A literal path is meant before a paper's: `/api/papers/submit`.
  const literal = fitting.filter(({ route }) => !route.path.includes('{id}'));
  const candidates = literal.length > 0 ? literal : fitting;
  const found = candidates.find(({ route }) => route.method === asked);
  if (found === undefined) {
    return candidates.length === 0
      ? { kind: 'unknown' }
      : { kind: 'wrong-method', allow: [...new Set(candidates.map(({ route }) => route.method))] };
  }
  const target = found.route.path.replace('{id}', encodeURIComponent(found.paperId));
  return {
    kind: 'route',
    route: found.route,
    target: query === undefined ? target : `${target}?${query}`,
    ...(found.paperId === '' ? {} : { paperId: found.paperId }),
  };
}

function splitQuery(url: string): [string, string | undefined] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, undefined] : [url.slice(0, mark), url.slice(mark + 1)];
}

function decodedSegments(path: string): string[] | undefined {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch (error) {
    // An escape that is none, such as %zz: no path of ours.
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** The paper id, without a version, of a path that fits a route, '' when the route has none, nothing when it does not fit. */
function fit(route: Route, segments: readonly string[]): string | undefined {
  const parts = route.path.split('/').slice(1);
  const hole = parts.indexOf('{id}');
  if (hole < 0)
    return parts.length === segments.length && parts.every((part, at) => part === segments[at])
      ? ''
      : undefined;
  const spare = segments.length - parts.length;
  if (spare < 0 || spare > 1) return undefined;
  const id = paperIdOf(segments.slice(hole, hole + 1 + spare).join('/'));
  const around = [...segments.slice(0, hole), '{id}', ...segments.slice(hole + 1 + spare)];
  return around.every((segment, at) => segment === parts[at]) ? id : undefined;
}
