import type { ListedPaper } from '../live/listed-paper.js';

/** The papers of a category; all when none is said. */
export function within(papers: readonly ListedPaper[], category: string | undefined): ListedPaper[] {
  return papers.filter(({ card }) => category === undefined || card.categories.includes(category));
}
