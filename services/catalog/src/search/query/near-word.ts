/** The most changed letters in a misspelt word, by its length. */
export function allowedChanges(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** A word of the vocabulary and how many papers hold it. */
export interface KnownWord {
  readonly word: string;
  readonly papers: number;
}

/**
 * The known words that are nearest to a misspelt one, the nearest first, and of equally near ones the most frequent.
 */
export function nearestWords(misspelt: string, known: Iterable<KnownWord>, most: number): string[] {
  const allowed = allowedChanges(misspelt);
  const near: (KnownWord & { distance: number })[] = [];
  for (const { word, papers } of known) {
    if (word === misspelt || Math.abs(word.length - misspelt.length) > allowed) continue;
    const distance = editDistance(misspelt, word, allowed);
    if (distance <= allowed) near.push({ word, papers, distance });
  }
  return near
    .sort((one, other) => one.distance - other.distance || other.papers - one.papers)
    .slice(0, most)
    .map(({ word }) => word);
}

/**
 * The number of letters to insert, delete, replace or swap with their neighbour to turn one word into the other.
 * Returns `most + 1` when it is more than `most`.
 */
export function editDistance(from: string, to: string, most: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = previous;
    previous = current;
  }
  return Math.min(previous[to.length] ?? 0, most + 1);
}
