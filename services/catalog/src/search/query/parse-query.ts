import { categorySchema } from '@paperboy/contracts';
import { arxivReference } from './arxiv-reference.js';
import { fold, wordsOf } from './fold.js';
import { dateSpan } from './query-dates.js';
import {
  type CategoryFilter,
  FIELDS,
  type QueryFault,
  type QueryField,
  type SearchQuery,
  type Term,
} from './search-query.js';

/** The most words of a search. More of them are slow, and people do not type them. */
export const MOST_WORDS = 24;

const PIECE = /(-?)(?:([A-Za-z]+):)?(?:"([^"]*)"?|([^\s"]*))/y;
const QUOTES = /[\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02]/g;

/** One part of the text between spaces, such as `-author:"a name"`. */
interface Piece {
  readonly excluded: boolean;
  readonly name: string;
  readonly value: string;
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

/**
 * Parses the text of a search tolerantly: a quote without an end runs to the end of the text, a name before a colon
 * that is no field is a word, and punctuation alone is ignored.
 */
export function parseQuery(text: string): SearchQuery | QueryFault {
  const reference = arxivReference(text);
  const terms: Term[] = [];
  const categories: CategoryFilter[] = [];
  let id: string | undefined;
  let from: Date | undefined;
  let before: Date | undefined;
  for (const piece of piecesOf(text)) {
    const { name, value, excluded, start } = piece;
    if (name === 'cat' || name === 'category') {
      const category = categoryOf(value);
      if (category === undefined)
        return faultOf(piece, 'bad-category', 'a category of arXiv such as cs.LG, or cs.*');
      categories.push({ category, excluded });
    } else if (name === 'from' || name === 'to') {
      const span = dateSpan(value);
      if (span === undefined) return faultOf(piece, 'bad-date', 'a date such as 2026-11-22, 2026-11 or 2026');
      if (name === 'from') from = from && from > span.start ? from : span.start;
      else before = before && before < span.end ? before : span.end;
      if (from && before && from >= before)
        return {
          fault: 'from-after-to',
          detail: 'The dates leave nothing: from: is later than to:.',
          at: start,
        };
    } else if (name === 'id') {
      id = arxivReference(value);
      if (id === undefined)
        return faultOf(piece, 'bad-id', 'an arXiv id such as 2602.23229 or hep-th/9901001');
    } else {
      const fault = addTerms(terms, piece);
      if (fault !== undefined) return fault;
    }
  }
  const words = terms.flatMap((term) => term.words).length;
  if (words > MOST_WORDS) {
    const at = terms.find(
      (_, index) => terms.slice(0, index + 1).flatMap((term) => term.words).length > MOST_WORDS,
    );
    return {
      fault: 'too-many-words',
      detail: `A search has at most ${MOST_WORDS} words.`,
      at: at?.start ?? 0,
    };
  }
  const filtered = categories.length > 0 || id !== undefined || from !== undefined || before !== undefined;
  if (terms.length === 0 && !filtered && reference === undefined)
    return { fault: 'empty-query', detail: 'There is no word in it that could be looked for.', at: 0 };
  return {
    ...(reference === undefined ? {} : { reference }),
    terms,
    categories,
    ...(id === undefined ? {} : { id }),
    ...(from === undefined ? {} : { from }),
    ...(before === undefined ? {} : { before }),
  };
}

function* piecesOf(text: string): Generator<Piece> {
  // Each replacement is one character for one, so that positions stay valid.
  const plain = text.replace(QUOTES, '"').replace(/[\u2010-\u2015\u2212]/g, '-');
  let at = 0;
  while (at < plain.length) {
    if (/\s/.test(plain.charAt(at))) {
      at += 1;
      continue;
    }
    PIECE.lastIndex = at;
    const [matched = '', minus, field = '', quoted, word = ''] = PIECE.exec(plain) ?? [];
    const end = at + Math.max(matched.length, 1);
    const name = field.toLowerCase();
    const known = NAMES.has(name);
    const value = quoted ?? word;
    yield {
      excluded: minus === '-',
      name: known ? name : '',
      value: known ? value : `${field} ${value}`,
      quoted: quoted !== undefined && (known || field === ''),
      start: at,
      end,
    };
    at = end;
  }
}

const NAMES: ReadonlySet<string> = new Set([...FIELDS, 'cat', 'category', 'from', 'to', 'id']);

function addTerms(terms: Term[], piece: Piece): QueryFault | undefined {
  const { name, value, quoted, excluded, start, end } = piece;
  const field = FIELDS.find((known): known is QueryField => known === name);
  const where = { excluded, start, end, ...(field === undefined ? {} : { field }) };
  // A term ends at a space. A colon after a name that is no field separates two words.
  const parts = quoted ? [value] : value.split(' ');
  let added = 0;
  for (const part of parts) {
    const words = wordsOf(fold(part).text);
    if (words.length === 0) continue;
    terms.push({ kind: quoted && words.length > 1 ? 'phrase' : 'word', words, ...where });
    added += 1;
  }
  return field !== undefined && added === 0
    ? faultOf(piece, 'empty-field', `a word behind ${name}:`)
    : undefined;
}

function categoryOf(value: string): string | undefined {
  const group = /^([a-z]+(?:-[a-z]+)*)(?:\.\*)?$/i.exec(value)?.[1];
  if (group !== undefined) return `${group.toLowerCase()}.*`;
  return categorySchema.safeParse(value.replace(/^[^.]+/, (archive) => archive.toLowerCase())).success
    ? value.toLowerCase()
    : undefined;
}

function faultOf({ name, value, start }: Piece, fault: QueryFault['fault'], expected: string): QueryFault {
  const code = value === '' ? 'empty-field' : fault;
  const detail = `At character ${start + 1}, ${name}: expects ${expected}${value === '' ? '' : `, and was given ${value.slice(0, 40)}`}.`;
  return { fault: code, detail, at: start };
}
