import { collapse, decodeAccents } from './tex.js';

/** A name as people read it; arXiv's `C. -P.` becomes `C.-P.`, and braces that only TeX needs go. */
function cleanName(text: string): string {
  return collapse(
    decodeAccents(text)
      .replace(/[{}]/g, '')
      .replace(/(?<!\\)~/g, ' '),
  ).replace(/\. -(?=\p{L})/gu, '.-');
}

/** The name in natural order out of arXiv's `[last, first, suffix]`; empty when there is none. */
export function nameFromParts(parts: readonly string[]): string {
  const [last = '', first = '', suffix = ''] = parts;
  return cleanName(`${first} ${last} ${suffix}`);
}

/**
 * The names out of arXiv's line of authors, for records without separated names: affiliations stand in
 * parentheses, names are separated by commas and a last `and`; a comma may be followed by Jr., Sr. or a number.
 */
export function namesFromLine(line: string): string[] {
  let flat = collapse(line);
  // From the inside out, as affiliations may hold parentheses; bounded, as the text is not ours.
  for (let depth = 0; depth < 4 && flat.includes('('); depth += 1) flat = flat.replace(/\([^()]*\)/g, ' ');
  return flat
    .split(/,(?!\s*(?:Jr|Sr|II|III|IV)\b)|;|\band\b(?=\s)/)
    .map((name) => cleanName(name.replaceAll(',', ' ')))
    .filter((name) => name !== '');
}
