import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Read } from '../cache/byte-cache.js';

/** Headers of a service's answer that clients see; all others stay inside. */
const SHOWN = [
  'content-type',
  'etag',
  'link',
  'cache-control',
  'retry-after',
  'allow',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'www-authenticate',
  'x-error-code',
  'x-error-message',
  'x-list-version',
  'x-paperboy-stale',
];

/** The headers of a service's answer that clients may see. */
export function shownHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name of SHOWN) {
    const value = headers[name];
    if (value !== undefined) shown[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return shown;
}

/** Sends an answer from the cache: 304 to who has it already, marked when it may be out of date. */
export function sendRead(request: FastifyRequest, reply: FastifyReply, { held, stale }: Read): void {
  reply.headers(held.headers);
  if (stale) reply.header('x-paperboy-stale', 'true').header('warning', '110 - "Response is Stale"');
  const etag = held.headers.etag;
  if (etag !== undefined && knows(request.headers['if-none-match'], etag)) {
    reply.code(304).send();
    return;
  }
  reply.code(held.status).send(held.body);
}

/** Whether an If-None-Match names this version; weak ones are equal to strong ones here (RFC 9110, 13.1.2). */
export function knows(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = etag.replace(/^W\//, '');
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === bare);
}
