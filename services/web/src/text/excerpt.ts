import type { LatexPart } from '@paperboy/platform';

/** The first parts of a text, about `most` signs at the most, with … where something is left out. */
export function excerpt(parts: readonly LatexPart[], most: number): LatexPart[] {
  const kept: LatexPart[] = [];
  let left = most;
  for (const part of parts) {
    if (part.text.length > left) {
      const cut = part.math === undefined ? beginning(part.text, left) : '';
      return [...kept, { text: `${cut}…` }];
    }
    kept.push(part);
    left -= part.text.length;
  }
  return kept;
}

/** Whole words; a word longer than forty signs is cut. */
function beginning(text: string, most: number): string {
  const cut = text.slice(0, most);
  const blank = cut.lastIndexOf(' ');
  return cut.slice(0, Math.max(blank, most - 40));
}
