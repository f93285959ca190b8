/** The headers by which a browser says where a request comes from. */
export interface RequestOrigin {
  readonly method: string;
  readonly origin?: string | undefined;
  readonly secFetchSite?: string | undefined;
  readonly host?: string | undefined;
  /** Whether the request carries the session cookie. */
  readonly cookie: boolean;
}

/**
 * Whether a request that changes something was made by a page of another site.
 * Fetch metadata decides when the browser sends it, else the Origin header. A request with neither counts as forged
 * when it carries the cookie, since every current browser sends one of them with a POST.
 */
export function isForged(request: RequestOrigin, publicOrigin: string): boolean {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return false;
  if (request.secFetchSite !== undefined) {
    return request.secFetchSite !== 'same-origin' && request.secFetchSite !== 'none';
  }
  if (request.origin !== undefined) {
    const host = hostOf(request.origin);
    return request.origin !== publicOrigin && (host === undefined || host !== request.host);
  }
  return request.cookie;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host || undefined : undefined;
}
