import type { SourceDocument } from '../harvest/source.schema.js';

/** How the reading of a paper that somebody asked for stands. */
export type ReadingState =
  | { readonly is: 'to-begin' }
  | { readonly is: 'under-way' }
  /** arXiv told of it, and the catalog has its record or will have it. */
  | { readonly is: 'read' }
  | { readonly is: 'unknown' }
  /** What arXiv says of it is no record. */
  | { readonly is: 'unreadable' }
  | { readonly is: 'failing'; readonly why: string; readonly retryAt: Date };

/** What arXiv said of a paper is not asked for again so soon. */
const BELIEVED_MS = 60 * 60_000;

/** The id of the source that reads one paper. */
export function sourceIdOf(paperId: string): string {
  return `paper-${paperId.replace('/', '.')}`;
}

/** How the reading of a paper stands, by what is kept of it. */
export function readingStateOf(
  source: Pick<SourceDocument, 'endedAt' | 'lastError' | 'nextAt' | 'records' | 'refused'> | null,
  now: Date,
): ReadingState {
  if (!source) return { is: 'to-begin' };
  const { endedAt, lastError, nextAt, records, refused } = source;
  if (!endedAt) {
    const waits = lastError && nextAt && nextAt > now;
    return waits ? { is: 'failing', why: lastError.message, retryAt: nextAt } : { is: 'under-way' };
  }
  if (lastError || now.getTime() - endedAt.getTime() > BELIEVED_MS) return { is: 'to-begin' };
  if (records > 0) return { is: 'read' };
  return { is: refused > 0 ? 'unreadable' : 'unknown' };
}
