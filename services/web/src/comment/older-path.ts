import { paperPath } from '../text/paper-path.js';

/** The path of the page of a paper's comments that are older than the one at a place. */
export function olderPath(paperId: string, place: string): string {
  return `${paperPath(paperId)}/comments?${new URLSearchParams({ after: place })}`;
}
