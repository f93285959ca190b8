import { cleanLine } from '@paperboy/contracts';
import { decodeAccents } from './tex.js';

/** A name as people read it; arXiv's `C. -P.` becomes `C.-P.`, and braces that only TeX needs are removed. */
export function cleanName(text: string): string {
  return cleanLine(
    decodeAccents(text)
      .replace(/[{}]/g, '')
      .replace(/(?<!\\)~/g, ' '),
  ).replace(/\. -(?=\p{L})/gu, '.-');
}

/** The longest name or part of a name. The rest is cut off, since one odd name is no reason to refuse a paper. */
const LONGEST_NAME = 300;

/** A name or an affiliation, cut to LONGEST_NAME characters. */
export function cut(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  // A cut within a character would leave half of it.
  const kept = name.slice(0, LONGEST_NAME - 1).replace(/\p{Surrogate}$/u, '');
  return `${kept.trimEnd()}…`;
}
