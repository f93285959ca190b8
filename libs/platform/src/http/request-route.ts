import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The pattern that a route with its own table found. */
    ownPattern?: string;
  }
}

/** Sets the pattern of a request whose route has its own table of patterns: `/api/papers/:id` instead of `/api/*`. */
export function nameRoute(request: FastifyRequest, pattern: string): void {
  request.ownPattern = pattern;
}

/**
 * The pattern of the route that answers a request. Logs and metrics show the pattern and never the URL, since URLs hold
 * tokens and ids of people.
 */
export function routeOf(request: FastifyRequest): string {
  return request.ownPattern ?? request.routeOptions?.url ?? 'none';
}
