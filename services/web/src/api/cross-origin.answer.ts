import { type CacheEntry, notFound } from '@paperboy/platform';
import type { FastifyReply } from 'fastify';
import { matchRoute } from './routes.js';

/** Pages of every site may read what is the same for everyone; never with a cookie, so it is no way to a person. */
export const FOR_EVERYONE: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'etag, link, retry-after, x-error-code, x-error-message, x-list-order, x-list-version, x-paperboy-partial, x-paperboy-stale, x-request-id',
};

/** What a browser asks before a read that carries headers of its own, such as the token that a client sends with all. */
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

/** The same answer, which pages of every site may read. */
export function openToAll(answer: CacheEntry | 'unchanged'): CacheEntry | 'unchanged' {
  return answer === 'unchanged' ? answer : { ...answer, headers: { ...FOR_EVERYONE, ...answer.headers } };
}
