import { type ByteCache, type CachedAnswer, codingFor, headersIn, knows } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

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
  'x-list-order',
  'x-list-version',
  'x-paperboy-partial',
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

/**
 * Sends an answer from the cache: 304 to a client that has it already, marked when it may be out of date, compressed
 * when the client accepts that. Only answers that are the same for everyone are compressed. The compressed length of a
 * page reveals secrets in it to somebody who can add text to the page (BREACH), so pages of signed-in people are not.
 */
export async function sendCached(
  request: FastifyRequest,
  reply: FastifyReply,
  { entry, stale }: CachedAnswer,
  cache: ByteCache,
): Promise<void> {
  const coding = codingFor(entry, request.headers['accept-encoding']);
  const headers = headersIn(entry, coding);
  reply.headers(headers);
  if (stale) reply.header('x-paperboy-stale', 'true').header('warning', '110 - "Response is Stale"');
  if (headers.etag !== undefined && knows(request.headers['if-none-match'], headers.etag)) {
    reply.code(304).send();
    return;
  }
  reply.code(entry.status);
  if (coding === undefined) reply.send(entry.body);
  else reply.header('content-encoding', coding).send(await cache.compressed(entry, coding));
}
