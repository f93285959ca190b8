import { acceptedCoding, type ContentCoding } from './content-coding.js';
import type { Held } from './held.js';

/** Fewer bytes fit into the one packet that the headers need anyway. */
const LEAST_BYTES = 1_024;

/**
 * The coding in which an answer is given to a client, nothing for plain bytes. Who refuses plain bytes and takes none of
 * our codings gets plain bytes all the same: a 406 would help nobody.
 */
export function codingFor(
  { body }: Pick<Held, 'body'>,
  acceptEncoding: string | undefined,
): ContentCoding | undefined {
  const { coding, refusesPlain } = acceptedCoding(acceptEncoding);
  return body.length >= LEAST_BYTES || refusesPlain ? coding : undefined;
}

/**
 * The headers of an answer in a coding, with or without a body. Each coding has an ETag of its own, since a cache that holds one of them must not
 * give it to who asked for another. That of compressed bytes is weak: replicas whose zlib is of another version make other
 * bytes of the same text.
 */
export function headersIn(held: Held, coding: ContentCoding | undefined): Record<string, string> {
  const { etag, vary, ...headers } = held.headers;
  return {
    ...headers,
    vary: vary === undefined ? 'accept-encoding' : `${vary}, accept-encoding`,
    ...(etag === undefined ? {} : { etag: tagIn(etag, coding) }),
  };
}

function tagIn(etag: string, coding: ContentCoding | undefined): string {
  return coding === undefined ? etag : `W/"${etag.replace(/^W\//, '').slice(1, -1)}-${coding}"`;
}
