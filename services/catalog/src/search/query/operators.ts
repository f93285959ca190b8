import type { Term } from './search-query.js';

/**
 * Reads AND, OR and NOT between terms, as other search engines do: OR joins the terms beside it, NOT excludes the next
 * one. They are words where they stand alone, in small letters, or in a text without small letters, such as a title.
 */
export function withOperators(terms: readonly Term[], text: string): Term[] {
  if (!/\p{Ll}/u.test(text)) return [...terms];
  const read: Term[] = [];
  for (let at = 0; at < terms.length; at += 1) {
    const term = terms[at] as Term;
    const before = read.at(-1);
    const next = terms[at + 1];
    const operator = term.exact || term.field !== undefined ? undefined : text.slice(term.start, term.end);
    if (next === undefined || (before === undefined && operator !== 'NOT')) read.push(term);
    else if (operator === 'NOT') {
      read.push({ ...next, excluded: true });
      at += 1;
    } else if (operator === 'OR' && before && joins(before, next)) {
      read[read.length - 1] = { ...before, or: [...(before.or ?? []), next.words], end: next.end };
      at += 1;
    } else if (operator !== 'AND') read.push(term);
  }
  return read;
}

function joins(one: Term, other: Term): boolean {
  return !one.excluded && !other.excluded && one.field === other.field;
}
