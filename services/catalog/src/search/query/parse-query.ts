import { categorySchema } from '@paperboy/contracts';
import { arxivReference, citedPaper } from './arxiv-reference.js';
import { fold, wordsOf } from './fold.js';
import { withOptional } from './function-words.js';
import { withOperators } from './operators.js';
import { dateSpan } from './query-dates.js';
import {
  type CategoryFilter,
  FIELDS,
  type QueryFault,
  type QueryField,
  type SearchQuery,
  type Term,
} from './search-query.js';
import { plainSigns } from './typed-text.js';

/** The most words of a search. More of them are slow, and people do not type them. */
export const MOST_WORDS = 24;

const PIECE = /(-?)(?:([A-Za-z]+):)?(?:"([^"]*)"?|([^\s"]*))/y;
/** A value that stands behind a colon and a space. */
const NEXT_VALUE = /\s+(?:"([^"]*)"?|([^\s"]+))/y;

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
  const cited = citedPaper(text);
  const reference = cited?.id;
  let terms: Term[] = [];
  const categories: CategoryFilter[] = [];
  let id: string | undefined;
  let from: Date | undefined;
  let before: Date | undefined;
  for (const piece of piecesOf(cited?.rest ?? text)) {
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
  terms = withOptional(withOperators(terms, text), text);
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
  const plain = plainSigns(text);
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
    const spaced = matched.endsWith(':') && NAMES.has(name) ? valueBehind(plain, end, name) : undefined;
    // A name before a colon and a space that no value follows is a word, such as the first of a title.
    const known = NAMES.has(name) && spaced !== 'none';
    const next = spaced === 'none' ? undefined : spaced;
    const value = next?.value ?? quoted ?? word;
    yield {
      excluded: minus === '-',
      name: known ? name : '',
      value: known ? value : `${field} ${value}`,
      quoted: next?.quoted ?? (quoted !== undefined && (known || field === '')),
      start: at,
      end: next?.end ?? end,
    };
    at = next?.end ?? end;
  }
}

/** The value of a field behind a colon and a space. Undefined at the end of the text, `none` for what is no value. */
function valueBehind(
  plain: string,
  at: number,
  name: string,
): { value: string; quoted: boolean; end: number } | 'none' | undefined {
  NEXT_VALUE.lastIndex = at;
  const [matched, quoted, word = ''] = NEXT_VALUE.exec(plain) ?? [];
  if (matched === undefined) return undefined;
  const value = quoted ?? word;
  return isValueOf(name, value) ? { value, quoted: quoted !== undefined, end: at + matched.length } : 'none';
}

function isValueOf(name: string, value: string): boolean {
  if (name === 'cat' || name === 'category') return /[.-]/.test(value) && categoryOf(value) !== undefined;
  if (name === 'from' || name === 'to') return dateSpan(value) !== undefined;
  if (name === 'id') return arxivReference(value) !== undefined;
  return wordsOf(fold(value).text).length > 0;
}

/** The ending of `Bayes's`, behind which people and texts differ. */
const POSSESSIVE = /(?<=\p{L})['\u2019]s$/iu;
const NAMES: ReadonlySet<string> = new Set([...FIELDS, 'cat', 'category', 'from', 'to', 'id']);

function addTerms(terms: Term[], piece: Piece): QueryFault | undefined {
  const { name, value, quoted, excluded, start, end } = piece;
  const field = FIELDS.find((known): known is QueryField => known === name);
  const where = {
    excluded,
    start,
    end,
    ...(field === undefined ? {} : { field }),
    ...(quoted ? { exact: true } : {}),
  };
  // A term ends at a space. A colon after a name that is no field separates two words.
  const parts = quoted ? [value] : value.split(' ');
  let added = 0;
  for (const part of parts) {
    const words = wordsOf(fold(quoted ? part : part.replace(POSSESSIVE, '')).text);
    if (words.length === 0) continue;
    const open = !quoted && words.length === 1 && /\p{L}{2}\*$/u.test(part);
    terms.push({
      kind: quoted && words.length > 1 ? 'phrase' : 'word',
      words,
      ...where,
      ...(open ? { open } : {}),
    });
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
