import type { LatexPart } from '@paperboy/platform';

/** The first parts of a text, at most `most` characters, with … when something is left out. */
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

/** The beginning of a text in whole words. A word longer than forty characters is cut. */
function beginning(text: string, most: number): string {
  const cut = text.slice(0, most);
  const blank = cut.lastIndexOf(' ');
  return cut.slice(0, Math.max(blank, most - 40));
}
