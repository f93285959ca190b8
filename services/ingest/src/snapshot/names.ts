import { cleanLine } from '@paperboy/contracts';
import { decodeAccents } from './tex.js';

/** A name as people read it; arXiv's `C. -P.` becomes `C.-P.`, and braces that only TeX needs go. */
function cleanName(text: string): string {
  return cleanLine(
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

/** No name is longer. The rest is cut off, since one odd name is no reason to refuse a paper. */
const LONGEST_NAME = 300;

/**
 * The names out of arXiv's `authors_parsed`; empty when it has none or is of another shape. Of "Authors: A. B." arXiv
 * makes an author of the heading and one of the colon; several names with semicolons between them it takes for one.
 */
export function namesFromParsed(parsed: unknown): string[] {
  if (!Array.isArray(parsed)) return [];
  const entries = parsed.filter(
    (parts): parts is string[] => Array.isArray(parts) && parts.every((part) => typeof part === 'string'),
  );
  const names = entries.map(nameFromParts);
  return names
    .filter((name, at) => !(isHeading(name) && names[at + 1] === ':'))
    .flatMap((name) => name.split(';'))
    .map((name) => name.trim())
    .filter(isName)
    .map(cut);
}

function isHeading(name: string): boolean {
  return /^(?:the )?authors?$/i.test(name);
}

function isName(name: string): boolean {
  return /[\p{L}\p{N}]/u.test(name);
}

function cut(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  // A cut within a character would leave half of it.
  const kept = name.slice(0, LONGEST_NAME - 1).replace(/\p{Surrogate}$/u, '');
  return `${kept.trimEnd()}…`;
}

/**
 * The names out of arXiv's line of authors, for records without separated names: affiliations stand in
 * parentheses, names are separated by commas and a last `and`; a comma may be followed by Jr., Sr. or a number.
 */
export function namesFromLine(line: string): string[] {
  let flat = cleanLine(line).replace(/^(?:the )?authors?:/i, '');
  // From the inside out, as affiliations may hold parentheses; bounded, as the text is not ours.
  for (let depth = 0; depth < 4 && flat.includes('('); depth += 1) flat = flat.replace(/\([^()]*\)/g, ' ');
  return flat
    .split(/,(?!\s*(?:Jr|Sr|II|III|IV)\b)|;|\band\b(?=\s)/)
    .map((name) => cleanName(name.replaceAll(',', ' ')))
    .filter(isName)
    .map(cut);
}
