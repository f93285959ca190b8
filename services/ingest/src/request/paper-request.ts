import type { SourceDocument } from '../harvest/source.schema.js';

/** How the reading of a paper that somebody asked for stands. */
export type ReadingState =
  | { readonly is: 'to-begin' }
  | { readonly is: 'under-way' }
  /** arXiv has it, and its record is published: the catalog has it, or will have it soon. */
  | { readonly is: 'read' }
  | { readonly is: 'unknown' }
  /** arXiv has it, and its record can't be read. */
  | { readonly is: 'unreadable' }
  | { readonly is: 'failing'; readonly why: string; readonly retryAt: Date };

/** For this long, arXiv is not asked again for the same paper. */
const BELIEVED_MS = 60 * 60_000;

/** The id of the source that reads one paper. */
export function sourceIdOf(paperId: string): string {
  return `paper-${paperId.replace('/', '.')}`;
}

/** How the reading of a paper stands, from its source. */
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
