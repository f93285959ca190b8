import { type Author, type CatalogPaper } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { placesOf } from '../text/paper-places.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;

/** A paper as a BibTeX entry. Titles and names keep their TeX where its braces and formulas are complete. */
export function bibtex(paper: CatalogPaper): string {
  return entryOf(paper, keyOf(paper));
}

/** Papers as entries with unique keys. Equal keys get a number after a hyphen, which no key has otherwise. */
export function bibliography(papers: readonly CatalogPaper[]): string {
  const seen = new Map<string, number>();
  return papers
    .map((paper) => {
      const key = keyOf(paper);
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      return entryOf(paper, before === 0 ? key : `${key}-${before + 1}`);
    })
    .join('\n');
}

function entryOf(paper: CatalogPaper, key: string): string {
  const at = new Date(paper.publishedAt);
  const { page, pdf } = placesOf(paper);
  const isOfArxiv = pdf !== undefined;
  const fields: [name: string, value: string | undefined][] = [
    ['title', `{${texOf(paper.title)}}`],
    ['author', paper.authors.map(nameOf).join(' and ') || undefined],
    ['year', String(at.getUTCFullYear())],
    ['eprint', isOfArxiv ? paper.id : undefined],
    ['archivePrefix', isOfArxiv ? 'arXiv' : undefined],
    ['primaryClass', paper.categories[0]],
    ['doi', paper.doi === undefined ? undefined : escaped(paper.doi)],
    ['url', page === undefined ? undefined : escapedUrl(page)],
    ['note', paper.journalRef === undefined ? undefined : texOf(paper.journalRef)],
  ];
  const lines = fields
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${name} = {${value}},\n`);
  // Months are words of BibTeX, which styles write out in their own language.
  return `@misc{${key},\n${lines.join('')}  month = ${MONTHS[at.getUTCMonth()]}\n}\n`;
}

/**
 * A text to be put within braces. Complete TeX stays, with the signs escaped that have a meaning of their own. Other
 * TeX is given as escaped plain text.
 */
export function texOf(source: string): string {
  return isWhole(source) ? withoutTraps(source) : escaped(latexText(source));
}

/** Whether braces and formulas are complete. An escaped brace counts too, since BibTeX ignores the backslash. */
function isWhole(source: string): boolean {
  let depth = 0;
  for (const sign of source) {
    if (sign === '{') depth += 1;
    if (sign === '}') depth -= 1;
    if (depth < 0) return false;
  }
  const dollars = source.replace(/\\[\s\S]/g, '').split('$').length - 1;
  return depth === 0 && dollars % 2 === 0 && !/(?:^|[^\\])(?:\\\\)*\\$/.test(source);
}

/** Escapes `%`, `&` and `#` everywhere, and `_` and `^` outside of formulas, where they are not escaped yet. */
function withoutTraps(source: string): string {
  let isFormula = false;
  return source.replace(/\\[\s\S]|[$%&#_^]/g, (found) => {
    if (found === '$') isFormula = !isFormula;
    if (found.length > 1 || found === '$') return found;
    if (found === '^') return isFormula ? found : '\\textasciicircum{}';
    return isFormula && (found === '_' || found === '&') ? found : `\\${found}`;
  });
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

function escaped(text: string): string {
  return text.replace(/[\\{}~^$%&#_]/g, (sign) => ESCAPES[sign] ?? `\\${sign}`);
}

/** An address keeps its signs, since `\\url` takes them. Braces would end the field, so they are percent-encoded. */
function escapedUrl(url: string): string {
  return url.replace(/[{}\\\s]/g, encodeURIComponent);
}

/** `Moss, Jr., Tom` where the source gives the parts of the name; the whole name otherwise. */
function nameOf({ name, family, given, suffix }: Author): string {
  if (family === undefined) return partOf(name);
  // Of two parts, BibTeX reads the second as the given name.
  const parts = suffix === undefined ? [family, given] : [family, suffix, given ?? ''];
  return parts.flatMap((part) => (part === undefined ? [] : [partOf(part)])).join(', ');
}

/** Puts a part of a name in braces that BibTeX would divide at “and” or a comma. */
function partOf(name: string): string {
  const tex = texOf(name);
  return /\band\b|,/i.test(name) ? `{${tex}}` : tex;
}

/** Surname, year and the first long word of the title, as people name their entries. */
function keyOf(paper: CatalogPaper): string {
  const at = new Date(paper.publishedAt);
  const [first] = paper.authors;
  const surname = asciiWords(first?.family ?? first?.name ?? '').at(-1) ?? 'arxiv';
  const words = asciiWords(paper.title);
  return `${surname}${at.getUTCFullYear()}${words.find((word) => word.length > 3) ?? words[0] ?? ''}`;
}

function asciiWords(source: string): string[] {
  const plain = latexText(source).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[a-z0-9]+/g) ?? [];
}
