import { cleanLine, type RecordAuthor } from '@paperboy/contracts';
import { decodeAccents } from './tex.js';

/** A name as people read it; arXiv's `C. -P.` becomes `C.-P.`, and braces that only TeX needs are removed. */
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

/** The name as the source wrote it, when that contains TeX. */
function written(text: string): Pick<RecordAuthor, 'asGiven'> {
  return text.includes('\\') ? { asGiven: cut(cleanLine(text)) } : {};
}

/** The longest name or part of a name. The rest is cut off, since one odd name is no reason to refuse a paper. */
const LONGEST_NAME = 300;

/** The parts of a name as arXiv separates them: last, first, suffix. */
export type NameParts = readonly string[];

/**
 * The authors out of names in parts; empty when there are none. arXiv parses the heading and the colon of
 * "Authors: A. B." as two authors, which are dropped. It parses several names with semicolons as one, which is split.
 */
export function authorsFromParts(entries: readonly NameParts[]): RecordAuthor[] {
  const names = entries.map(nameFromParts);
  return entries.flatMap((parts, at) => {
    const name = names[at] ?? '';
    if (isHeading(name) && names[at + 1] === ':') return [];
    if (name.includes(';')) return namesOf(name.split(';')).map((one) => ({ name: one }));
    const [last = '', first = '', suffix = ''] = parts;
    return namesOf([name]).map((one) => ({
      name: one,
      ...partsOf(parts),
      ...written(`${first} ${last} ${suffix}`),
    }));
  });
}

/** The authors out of arXiv's `authors_parsed`; empty when it has none or is of another shape. */
export function authorsFromParsed(parsed: unknown): RecordAuthor[] {
  if (!Array.isArray(parsed)) return [];
  return authorsFromParts(
    parsed.filter(
      (parts): parts is string[] => Array.isArray(parts) && parts.every((part) => typeof part === 'string'),
    ),
  );
}

/** The parts of a name; none when it has only one, which says no more than the name. */
function partsOf([last = '', first = '', suffix = '']: NameParts): Omit<RecordAuthor, 'name'> {
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

/** A name or an affiliation, cut to LONGEST_NAME characters. */
export function cut(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  // A cut within a character would leave half of it.
  const kept = name.slice(0, LONGEST_NAME - 1).replace(/\p{Surrogate}$/u, '');
  return `${kept.trimEnd()}…`;
}

/**
 * The authors out of arXiv's line of authors, for records without separated names: affiliations stand in
 * parentheses, names are separated by commas and a last `and`; a comma may be followed by Jr., Sr. or a number.
 */
export function authorsFromLine(line: string): RecordAuthor[] {
  let flat = cleanLine(line)
    .replace(/^(?:the )?authors?:/i, '')
    // A collaboration is named before its members, with a colon between.
    .replace(/^([^,;:]{3,200}):\s+(?=\p{L})/u, '$1, ');
  // From the inside out, since affiliations may hold parentheses. At most 4 levels, since the text is not trusted.
  for (let depth = 0; depth < 4 && flat.includes('('); depth += 1) flat = flat.replace(/\([^()]*\)/g, ' ');
  return flat
    .split(/,(?!\s*(?:Jr|Sr|II|III|IV)\b)|;|\band\b(?=\s)/)
    .map((text) => text.replaceAll(',', ' '))
    .map((text) => ({ name: cut(cleanName(text)), ...written(text) }))
    .filter(({ name }) => isName(name));
}
