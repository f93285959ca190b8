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
 * Reads from a service, with the version that is known. Throws a 503 Problem when the service can't answer now,
 * so that the cache may give what it last knew; every other answer, also a 404, is an answer.
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
    // Whoever has nothing to be given meanwhile is told that it asks too much, and not that something is away.
    if (answer.status === 429) throw tooMany(problem.code, problem.detail, problem.retryAfterSeconds ?? 2);
    throw unavailable(problem.code, problem.detail, problem.retryAfterSeconds ?? 2);
  }
  const headers = shownHeaders(answer.headers);
  // What is stale under a version must not stay so once the service says that the version is current again.
  const version = headers['x-paperboy-stale'] === undefined ? headers.etag : undefined;
  return { status: answer.status, headers, body: answer.body, version };
}
