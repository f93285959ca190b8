/** A route that is registered: its method and its pattern, such as `/api/papers/:id`. */
export interface KnownRoute {
  method: string;
  pattern: string;
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  for (const [index, segment] of wanted.entries()) {
    if (segment.startsWith('*')) return true;
    const at = given[index];
    if (at === undefined || (segment.startsWith(':') ? at === '' : segment !== at)) return false;
  }
  return wanted.length === given.length;
}

/** The methods that a path accepts, for the Allow header of a 405. Empty when there is no such path. */
export function allowedMethods(routes: readonly KnownRoute[], url: string): string[] {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return [
    ...new Set(routes.filter(({ pattern }) => matches(pattern, path)).map(({ method }) => method)),
  ].sort();
}
