import { type CacheEntry, notFound } from '@paperboy/platform';
import type { FastifyReply } from 'fastify';
import { matchRoute } from './routes.js';

/**
 * Lets pages of every site read what is the same for everyone. A cookie is never allowed, so no personal data is read.
 */
export const FOR_EVERYONE: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'etag, link, retry-after, x-error-code, x-error-message, x-list-order, x-list-version, x-paperboy-partial, x-paperboy-stale, x-request-id',
};

/**
 * Answers the preflight of a read with headers of its own, such as the token that a client sends with every request.
 */
const READS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'authorization, content-type, if-none-match, if-modified-since',
  'access-control-max-age': '86400',
};

/** Answers a preflight: reads are open, writes from pages of other sites are not. Throws 404 where nothing can be read. */
export function preflight(url: string, reply: FastifyReply): void {
  if (matchRoute('GET', url).kind !== 'route')
    throw notFound('unknown-endpoint', 'There is no such endpoint.');
  reply.code(204).headers(READS).send();
}

/** Returns the answer with the headers that let pages of every site read it. */
export function openToAll(answer: CacheEntry | 'unchanged'): CacheEntry | 'unchanged' {
  return answer === 'unchanged' ? answer : { ...answer, headers: { ...FOR_EVERYONE, ...answer.headers } };
}
