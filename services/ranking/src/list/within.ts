import type { ListEntry } from '../live/list-entry.js';

/** The papers of a category; all papers without one. */
export function within(papers: readonly ListEntry[], category: string | undefined): ListEntry[] {
  return papers.filter(({ card }) => category === undefined || card.categories.includes(category));
}
