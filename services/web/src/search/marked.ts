/** A stretch of a text, and whether it matches the search. */
export interface MarkedPart {
  readonly text: string;
  readonly marked: boolean;
}

/**
 * Splits a part of a text into stretches that are marked or not. Ranges are in UTF-16 units, sorted, with an exclusive
 * end. Ranges outside of the part are left out.
 */
export function stretches(
  text: string,
  marks: readonly (readonly [number, number])[],
  [from, to]: readonly [number, number] = [0, text.length],
): MarkedPart[] {
  const parts: MarkedPart[] = [];
  let at = from;
  for (const [start, end] of marks) {
    const [first, last] = [Math.max(start, at), Math.min(end, to)];
    if (first >= last) continue;
    if (first > at) parts.push({ text: text.slice(at, first), marked: false });
    parts.push({ text: text.slice(first, last), marked: true });
    at = last;
  }
  if (at < to) parts.push({ text: text.slice(at, to), marked: false });
  return parts;
}
