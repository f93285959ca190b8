import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The pattern that a route with a table of its own found there. */
    ownPattern?: string;
  }
}

/** Names the pattern of a request whose route takes many, by a table of its own: `/api/papers/:id` instead of `/api/*`. */
export function nameRoute(request: FastifyRequest, pattern: string): void {
  request.ownPattern = pattern;
}

/** The pattern of the route that answers a request. Logs and metrics tell it and never the URL: tokens and ids of people stand there. */
export function routeOf(request: FastifyRequest): string {
  return request.ownPattern ?? request.routeOptions?.url ?? 'none';
}
