import { cleanLine } from '@paperboy/contracts';
import { cleanName, cut } from './clean-name.js';

/** The most affiliations that an author of a record has. */
const MOST = 10;
/** A reference to the legend at the end of a line of authors, such as `1`, `2,3`, `1 and 2` or `a`. */
const REFERENCE = /^(?:\d{1,3}|[a-z])(?:(?:\s*[,;&]\s*|\s+and\s+|\s+)(?:\d{1,3}|[a-z]))*$/i;
/**
 * The affiliations of one author, each clean and cut to the longest one. Bare numbers are left out: they refer to a
 * list that the source does not give.
 */
export function affiliationsOf(texts: readonly string[]): { affiliations?: string[] } {
  const affiliations = texts
    .map((text) => cut(cleanName(text)))
    .filter((text) => /\p{L}/u.test(text.replace(/\band\b/g, '')))
    .slice(0, MOST);
  return affiliations.length > 0 ? { affiliations } : {};
}

/** A line of authors without its parentheses, and their contents. */
export interface WithoutParentheses {
  /** In place of each pair of parentheses stands `placeholder` with its index. */
  readonly line: string;
  readonly contents: readonly string[];
}

const placeholder = /\ue000(\d+)\ue001/g;

/** Takes the outermost parentheses out of a line. One that is never closed stays. */
export function withoutParentheses(line: string): WithoutParentheses {
  const contents: string[] = [];
  let kept = '';
  let depth = 0;
  let begun = 0;
  const clean = line.replace(/[\ue000\ue001]/g, ' ');
  for (let at = 0; at < clean.length; at += 1) {
    const sign = clean[at];
    if (sign === '(') {
      if (depth === 0) begun = at;
      depth += 1;
    } else if (sign === ')' && depth > 0) {
      depth -= 1;
      if (depth === 0) kept += ` \ue000${contents.push(clean.slice(begun + 1, at)) - 1}\ue001 `;
    } else if (depth === 0) kept += sign;
  }
  return { line: depth > 0 ? kept + clean.slice(begun) : kept, contents };
}

/** The name in a part of such a line, and its affiliations, read from the legend where they refer to that. */
export function readPart(
  part: string,
  contents: readonly string[],
  legend: ReadonlyMap<string, string>,
): { name: string; affiliations: string[] } {
  const said = [...part.matchAll(placeholder)].map(([, index]) => contents[Number(index)] ?? '');
  const affiliations = said
    .filter((text) => !isLegend(text))
    .flatMap((text) => {
      const reference = cleanLine(text);
      if (!REFERENCE.test(reference)) return [text];
      return (reference.match(/\d+|\b[a-z]\b/gi) ?? []).flatMap((key) => legend.get(key) ?? []);
    });
  return { name: part.replace(placeholder, ' '), affiliations };
}

/** The legend of a line: `(1) School of Kites, (2) Institute of Moss`, by its references. Empty when it has none. */
export function legendOf(contents: readonly string[]): ReadonlyMap<string, string> {
  const legend = new Map<string, string>();
  for (const text of contents.filter(isLegend)) {
    const parts = text.split(/\(\s*(\d{1,3}|[a-z])\s*\)/i);
    for (let at = 1; at + 1 < parts.length; at += 2)
      legend.set(parts[at] ?? '', (parts[at + 1] ?? '').replace(/[\s,;]+(?:and\s*)?$/, ''));
  }
  return legend;
}

function isLegend(text: string): boolean {
  return /^\s*\(\s*(?:\d{1,3}|[a-z])\s*\)/i.test(text);
}
