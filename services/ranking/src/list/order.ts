import type { Card } from '../state/card.js';

/** What an order looks at. */
interface Ordered {
  id: string;
  card: Card;
  score?: number;
}

/** Papers of one list in another order: newest published first, or by trending score; undefined keeps them as they are. */
export function ordered<Paper extends Ordered>(
  papers: readonly Paper[],
  sort: 'publishedAt' | 'trending' | undefined,
): Paper[] {
  if (sort === undefined) return [...papers];
  const value = ({ card, score }: Paper) =>
    sort === 'publishedAt' ? Date.parse(card.publishedAt) : (score ?? Number.NEGATIVE_INFINITY);
  return [...papers].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    // Two papers without a score would differ by NaN.
    return one === other ? (a.id < b.id ? -1 : 1) : other - one;
  });
}
