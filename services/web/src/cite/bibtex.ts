import { type CatalogPaper } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { placesOf } from '../text/paper-places.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;

/** A paper as an entry of BibTeX; titles and names keep the TeX that their authors wrote, as far as it is whole. */
export function bibtex(paper: CatalogPaper): string {
  return entryOf(paper, keyOf(paper));
}

/** Papers as entries with keys of their own: equal ones are numbered, by a sign that no key has otherwise. */
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
    ['author', paper.authors.map(({ name }) => nameOf(name)).join(' and ') || undefined],
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
 * A text for within braces. TeX that is whole stays, with the signs escaped that would end the line or the mode; of
 * anything else the plain text is given, escaped.
 */
export function texOf(source: string): string {
  return isWhole(source) ? withoutTraps(source) : escaped(latexText(source));
}

/** BibTeX counts braces without looking at the backslashes before them. */
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

/** An address keeps its signs, as `\\url` takes them; braces, which would end the field, are escaped as addresses do. */
function escapedUrl(url: string): string {
  return url.replace(/[{}\\\s]/g, encodeURIComponent);
}

/** A name that BibTeX would divide is held together by braces. */
function nameOf(name: string): string {
  const tex = texOf(name);
  return /\band\b|,/i.test(name) ? `{${tex}}` : tex;
}

/** Surname, year and the first long word of the title, as people name their entries. */
function keyOf(paper: CatalogPaper): string {
  const at = new Date(paper.publishedAt);
  const surname = asciiWords(paper.authors[0]?.name ?? '').at(-1) ?? 'arxiv';
  const words = asciiWords(paper.title);
  return `${surname}${at.getUTCFullYear()}${words.find((word) => word.length > 3) ?? words[0] ?? ''}`;
}

function asciiWords(source: string): string[] {
  const plain = latexText(source).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[a-z0-9]+/g) ?? [];
}
