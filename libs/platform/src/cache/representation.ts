import type { CacheEntry } from './cache-entry.js';
import { acceptedCoding, type ContentCoding } from './content-coding.js';

/** Smaller bodies fit into the packet of the headers anyway. */
const LEAST_BYTES = 1_024;

/**
 * The coding of an answer for a client; nothing for plain bytes. A client that refuses plain bytes and every coding of
 * ours gets plain bytes, since a 406 would help nobody.
 */
export function codingFor(
  { body }: Pick<CacheEntry, 'body'>,
  acceptEncoding: string | undefined,
): ContentCoding | undefined {
  const { coding, refusesPlain } = acceptedCoding(acceptEncoding);
  return body.length >= LEAST_BYTES || refusesPlain ? coding : undefined;
}

/**
 * The headers of an answer in a coding, with or without a body. Each coding has its own ETag, since a cache must not
 * give one coding to a client that asked for another. The ETag of compressed bytes is weak: replicas with another
 * version of zlib make other bytes of the same text.
 */
export function headersIn(entry: CacheEntry, coding: ContentCoding | undefined): Record<string, string> {
  const { etag, vary, ...headers } = entry.headers;
  return {
    ...headers,
    vary: vary === undefined ? 'accept-encoding' : `${vary}, accept-encoding`,
    ...(etag === undefined ? {} : { etag: tagIn(etag, coding) }),
  };
}

function tagIn(etag: string, coding: ContentCoding | undefined): string {
  return coding === undefined ? etag : `W/"${etag.replace(/^W\//, '').slice(1, -1)}-${coding}"`;
}

/** Whether an If-None-Match names this version; weak ones are equal to strong ones here (RFC 9110, 13.1.2). */
export function knows(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = etag.replace(/^W\//, '');
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === bare);
}
