import {
  type Endpoint,
  editionIdSchema,
  endpoints,
  type PublicUse,
  paperIdOf,
  targetOf,
} from '@paperboy/contracts';

/** An endpoint of the public address. */
export type Route = Endpoint & { readonly public: PublicUse };

/**
 * Every REST endpoint of the public address. What is not here does not exist outside; `/internal` never is. Feeds and
 * other endpoints outside of `/api` have controllers of their own.
 */
export const routes: readonly Route[] = endpoints.filter(
  (endpoint): endpoint is Route => endpoint.public !== undefined && endpoint.path.startsWith('/api/'),
);

type Params = Readonly<Record<string, string>>;

/** The form of every id that is not of a paper or an edition. */
const OPAQUE_ID = /^[\w-]{1,64}$/;

/** The result of looking a request up in the table. */
export type Match =
  | { readonly kind: 'route'; readonly route: Route; readonly target: string; readonly id?: string }
  | { readonly kind: 'wrong-method'; readonly allow: readonly string[] }
  | { readonly kind: 'unknown' };

/**
 * Finds the route of a request. `url` is the raw path with its query. The path of the target is built from the table
 * and the checked ids, so that no dot, slash or escape of the client reaches a service's path.
 */
export function matchRoute(method: string, url: string): Match {
  const [path = '', query] = splitQuery(url);
  const segments = decodedSegments(path);
  if (segments === undefined) return { kind: 'unknown' };
  const asked = method === 'HEAD' ? 'GET' : method;
  const fitting = routes
    .map((route) => ({ route, params: fit(route, segments) }))
    .filter((found): found is { route: Route; params: Params } => found.params !== undefined);
  // A literal path such as `/api/papers/submit` wins over one with an id.
  const literal = fitting.filter(({ route }) => !route.path.includes('{id}'));
  const candidates = literal.length > 0 ? literal : fitting;
  const found = candidates.find(({ route }) => route.method === asked);
  if (found === undefined) {
    return candidates.length === 0
      ? { kind: 'unknown' }
      : { kind: 'wrong-method', allow: [...new Set(candidates.map(({ route }) => route.method))] };
  }
  const { id } = found.params;
  const target = targetOf(found.route, { params: found.params });
  return {
    kind: 'route',
    route: found.route,
    target: query === undefined ? target : `${target}?${query}`,
    ...(id === undefined ? {} : { id }),
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
    // An invalid escape, such as %zz, is in no path of ours.
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/**
 * The parameters of a path that fits a route, nothing when it does not fit. `{id}` is a paper, without its version, or
 * an edition.
 */
function fit(route: Route, segments: readonly string[]): Params | undefined {
  const parts = route.path.split('/').slice(1);
  const spare = segments.length - parts.length;
  const hole = parts.indexOf('{id}');
  // The id of an old paper holds a slash, and takes two segments.
  if (spare < 0 || spare > (hole < 0 ? 0 : 1)) return undefined;
  const values =
    hole < 0
      ? segments
      : [
          ...segments.slice(0, hole),
          segments.slice(hole, hole + 1 + spare).join('/'),
          ...segments.slice(hole + 1 + spare),
        ];
  const params: Record<string, string> = {};
  for (const [at, part] of parts.entries()) {
    const value = values[at] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined && part !== value) return undefined;
    if (name === undefined) continue;
    const read = name === 'id' ? idOf(route, value) : OPAQUE_ID.exec(value)?.[0];
    if (read === undefined) return undefined;
    params[name] = read;
  }
  return params;
}

function idOf({ path }: Route, value: string): string | undefined {
  return path.startsWith('/api/editions/') ? editionIdSchema.safeParse(value).data : paperIdOf(value);
}
