import {
  type CacheEntry,
  problemFrom,
  type RawAnswer,
  type ServiceClient,
  tooMany,
  unavailable,
} from '@paperboy/platform';
import { shownHeaders } from './cached.answer.js';

/**
 * Reads from a service, on condition that the known version has changed. Throws a 503 or 429 Problem when the service
 * can't answer now, so that the cache may give its last answer. Every other status, also a 404, is returned.
 */
export async function readUpstream(
  name: string,
  client: ServiceClient,
  path: string,
  known: CacheEntry | undefined,
): Promise<CacheEntry | 'unchanged'> {
  const answer = await client.raw({
    method: 'GET',
    path,
    headers: known?.version === undefined ? {} : { 'if-none-match': known.version },
  });
  if (answer.status === 304 && known !== undefined) return 'unchanged';
  return entryOf(name, answer);
}

function entryOf(name: string, answer: RawAnswer): CacheEntry {
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) {
    const problem = problemFrom(name, answer);
    // When the cache has nothing to give, the client must see 429, since the service is not away.
    if (answer.status === 429) throw tooMany(problem.code, problem.detail, problem.retryAfterSeconds ?? 2);
    throw unavailable(problem.code, problem.detail, problem.retryAfterSeconds ?? 2);
  }
  const headers = shownHeaders(answer.headers);
  // A stale answer gets no version. Otherwise a later 304 for that version would leave it marked as stale.
  const version = headers['x-paperboy-stale'] === undefined ? headers.etag : undefined;
  return { status: answer.status, headers, body: answer.body, version };
}
