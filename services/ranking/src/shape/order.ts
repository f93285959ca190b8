import type { Card } from '../live/card.js';

/** What sorting needs of a paper. */
interface Ordered {
  id: string;
  card: Card;
  score?: number;
}

/**
 * Sorts the papers of a list: the newest published or submitted first, or by trending score. Undefined keeps their
 * order.
 */
export function ordered<Paper extends Ordered>(
  papers: readonly Paper[],
  sort: 'publishedAt' | 'submittedAt' | 'trending' | undefined,
): Paper[] {
  if (sort === undefined) return [...papers];
  const value = ({ card, score }: Paper) => {
    if (sort === 'trending') return score ?? Number.NEGATIVE_INFINITY;
    return Date.parse((sort === 'submittedAt' ? card.submittedAt : undefined) ?? card.publishedAt);
  };
  return [...papers].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    // Two papers without a score would differ by NaN.
    return one === other ? (a.id < b.id ? -1 : 1) : other - one;
  });
}
