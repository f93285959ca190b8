/** How much two orders of papers differ. */
export interface Comparison {
  /** Papers in either order. */
  papers: number;
  /** Papers that stand in the first ten of both. */
  overlapAt10: number;
  /** Kendall's tau-b over the papers in both: 1 the same order, -1 the reverse; absent below two papers. */
  kendallTau?: number;
}

/** Compares two orders, best first. Papers that only one of them holds count for the overlap, not for tau. */
export function compareOrders(one: readonly string[], other: readonly string[]): Comparison {
  const firstTen = new Set(other.slice(0, 10));
  const places = new Map(other.map((id, place) => [id, place]));
  const shared = one.flatMap((id) => places.get(id) ?? []);
  const tau = kendallTau(shared);
  return {
    papers: new Set([...one, ...other]).size,
    overlapAt10: one.slice(0, 10).filter((id) => firstTen.has(id)).length,
    ...(tau === undefined ? {} : { kendallTau: tau }),
  };
}

/** Kendall's tau of a permutation against the rising order: 1 - 4 * inversions / (n (n - 1)). No ties: both orders are total. */
export function kendallTau(places: readonly number[]): number | undefined {
  const n = places.length;
  if (n < 2) return undefined;
  return 1 - (4 * sortAndCount([...places])) / (n * (n - 1));
}

// Merge sort that counts the pairs it has to swap: n log n, since a year's list may hold 100,000 papers.
function sortAndCount(values: number[]): number {
  if (values.length < 2) return 0;
  const middle = values.length >> 1;
  const left = values.slice(0, middle);
  const right = values.slice(middle);
  let inversions = sortAndCount(left) + sortAndCount(right);
  let l = 0;
  let r = 0;
  for (let at = 0; at < values.length; at++) {
    const takeLeft = r >= right.length || (l < left.length && (left[l] as number) <= (right[r] as number));
    if (!takeLeft) inversions += left.length - l;
    values[at] = (takeLeft ? left[l++] : right[r++]) as number;
  }
  return inversions;
}
