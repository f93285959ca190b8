import type { Wish } from '../subscription/wish.js';

/** A digest shows so many papers at most that keywords and authors find. */
export const MOST_MATCHES = 20;

/** The papers that wishes found, by the text of the search, the newest first. */
export type Found<Paper> = ReadonlyMap<string, readonly Paper[]>;

/** By which wishes each paper was found: reasons by its id. */
export function reasonsOf<Paper extends { paper: { id: string } }>(
  wishes: readonly Wish[],
  found: Found<Paper>,
): Map<string, string[]> {
  const reasons = new Map<string, string[]>();
  for (const { search, reason } of wishes)
    for (const { paper } of found.get(search) ?? [])
      reasons.set(paper.id, [...(reasons.get(paper.id) ?? []), reason]);
  return reasons;
}

/**
 * The papers for the section of their own: by turns one of each wish, so that a common word leaves room for a rare one,
 * each once and none of those shown already.
 */
export function matchesOf<Paper extends { paper: { id: string } }>(
  wishes: readonly Wish[],
  found: Found<Paper>,
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
