import type { Wish } from '../subscription/wish.js';

/** The most papers in the section of keywords and authors. */
export const MOST_MATCHES = 20;

/** The papers that wishes found, by the text of the search; each list has the newest first. */
export type PapersBySearch<Paper> = ReadonlyMap<string, readonly Paper[]>;

/** For each paper that was found, by its id: the reasons of the wishes that found it. */
export function reasonsOf<Paper extends { paper: { id: string } }>(
  wishes: readonly Wish[],
  found: PapersBySearch<Paper>,
): Map<string, string[]> {
  const reasons = new Map<string, string[]>();
  for (const { search, reason } of wishes)
    for (const { paper } of found.get(search) ?? [])
      reasons.set(paper.id, [...(reasons.get(paper.id) ?? []), reason]);
  return reasons;
}

/**
 * The papers for the separate section, taken by turns: one of each wish, so that a common word leaves room for a rare
 * one. Each paper comes once, and papers that are already shown are left out.
 */
export function matchesOf<Paper extends { paper: { id: string } }>(
  wishes: readonly Wish[],
  found: PapersBySearch<Paper>,
  shown: ReadonlySet<string>,
  most = MOST_MATCHES,
): Paper[] {
  const lists = wishes.map(({ search }) =>
    (found.get(search) ?? []).filter(({ paper }) => !shown.has(paper.id)),
  );
  const taken = new Map<string, Paper>();
  const turns = Math.max(0, ...lists.map(({ length }) => length));
  for (let turn = 0; turn < turns; turn += 1)
    for (const list of lists) {
      const next = list[turn];
      if (next && taken.size < most && !taken.has(next.paper.id)) taken.set(next.paper.id, next);
    }
  return [...taken.values()];
}
