import { type Author, cleanLine } from '@paperboy/contracts';
import { affiliationsOf, legendOf, readPart, withoutParentheses } from './affiliations.js';
import { cleanName, cut } from './clean-name.js';

/** The name in natural order out of arXiv's `[last, first, suffix]`; empty when there is none. */
export function nameFromParts(parts: readonly string[]): string {
  const [last = '', first = '', suffix = ''] = parts;
  return cleanName(`${first} ${last} ${suffix}`);
}

/** The name as the source wrote it, when that contains TeX. */
function written(text: string): Pick<Author, 'asGiven'> {
  return text.includes('\\') ? { asGiven: cut(cleanLine(text)) } : {};
}

/** The parts of a name as arXiv separates them: last, first, suffix; behind them affiliations, if there are any. */
export type NameParts = readonly string[];

/**
 * The authors out of names in parts; empty when there are none. arXiv parses the heading and the colon of
 * "Authors: A. B." as two authors, which are dropped. It parses several names with semicolons as one, which is split.
 */
export function authorsFromParts(entries: readonly NameParts[]): Author[] {
  const names = entries.map(nameFromParts);
  return entries.flatMap((parts, at) => {
    const name = names[at] ?? '';
    if (isHeading(name) && names[at + 1] === ':') return [];
    if (name.includes(';')) return namesOf(name.split(';')).map((one) => ({ name: one }));
    const [last = '', first = '', suffix = '', ...affiliations] = parts;
    return namesOf([name]).map((one) => ({
      name: one,
      ...partsOf(parts),
      ...written(`${first} ${last} ${suffix}`),
      ...affiliationsOf(affiliations),
    }));
  });
}

/** The authors out of arXiv's `authors_parsed`; empty when it has none or is of another shape. */
export function authorsFromParsed(parsed: unknown): Author[] {
  if (!Array.isArray(parsed)) return [];
  return authorsFromParts(
    parsed.filter(
      (parts): parts is string[] => Array.isArray(parts) && parts.every((part) => typeof part === 'string'),
    ),
  );
}

/** The author of a name that the source gives as a whole; none when it is no name. */
export function authorNamed(text: string): Author[] {
  return namesOf([cleanName(text)]).map((name) => ({ name, ...written(text) }));
}

/** The parts of a name; none when it has only one, which says no more than the name. */
function partsOf([last = '', first = '', suffix = '']: NameParts): Omit<Author, 'name'> {
  const [family, given, behind] = [last, first, suffix].map((part) => cut(cleanName(part)));
  if (!family || (!given && !behind)) return {};
  return { family, ...(given && { given }), ...(behind && { suffix: behind }) };
}

function namesOf(texts: readonly string[]): string[] {
  return texts
    .map((text) => text.trim())
    .filter(isName)
    .map(cut);
}

function isHeading(name: string): boolean {
  return /^(?:the )?authors?$/i.test(name);
}

function isName(name: string): boolean {
  return /[\p{L}\p{N}]/u.test(name);
}

/**
 * The authors out of arXiv's line of authors, for records without separated names: affiliations, or references to a
 * legend of them at the end, stand in parentheses; names are separated by commas and a last `and`; a comma may be
 * followed by Jr., Sr. or a number.
 */
export function authorsFromLine(line: string): Author[] {
  const { line: names, contents } = withoutParentheses(cleanLine(line));
  const legend = legendOf(contents);
  return (
    names
      .replace(/^(?:the )?authors?:/i, '')
      // A collaboration is named before its members, with a colon between.
      .replace(/^([^,;:]{3,200}):\s+(?=\p{L})/u, '$1, ')
      .split(/,(?!\s*(?:Jr|Sr|II|III|IV)\b)|;|\band\b(?=\s)/)
      .map((part) => readPart(part.replaceAll(',', ' '), contents, legend))
      .map(({ name, affiliations }) => ({
        name: cut(cleanName(name)),
        ...written(name),
        ...affiliationsOf(affiliations),
      }))
      .filter(({ name }) => isName(name))
  );
}
