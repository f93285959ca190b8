import type { QueryField, SearchQuery, Term } from './search-query.js';
import type { MarkedTerm } from './word-marker.js';

/** Characters that enclose the tags of a paper. Texts never contain them, since `fold` removes them. */
const TAGS = {
  all: '\ue001',
  category: '\ue002',
  archive: '\ue003',
  day: '\ue004',
  arrival: '\ue007',
  end: '\ue000',
} as const;
const COLUMNS: Readonly<Record<QueryField, string>> = {
  title: 'title',
  author: 'authors',
  abstract: 'summary',
};
/** The most words between two words that count as close together. */
const NEAR_WORDS = 8;

/** A search as expressions of FTS5. */
export interface MatchExpressions {
  /** The expression that every paper found fulfils. */
  readonly base: string;
  /** The best first: papers that fulfil one come before all that do not. Empty for a single word. */
  readonly close: readonly string[];
  /** The same with titles before abstracts. */
  readonly tiers: readonly string[];
  /** The words that are marked in what was found. */
  readonly marked: readonly MarkedTerm[];
}

/** The tag that every paper has. */
export const EVERY_PAPER = `${TAGS.all}${TAGS.end}`;

/** The tags of a paper's categories, their archives, the day on which it arrived, and the day on whose list it is. */
export function tagsOf(categories: readonly string[], arrivedOn: string, day: string | undefined): string {
  const archives = new Set(categories.map((category) => category.split('.')[0] ?? ''));
  const tags = [
    EVERY_PAPER,
    ...categories.map(categoryTag),
    ...[...archives].map(archiveTag),
    arrivalTag(arrivedOn),
    ...(day === undefined ? [] : [dayTag(day)]),
  ];
  return tags.join(' ');
}

/** Other spellings of the terms of a query, as the vocabulary of the index has them. */
export interface OtherSpellings {
  /** Words in a row that mean the same as a term. */
  readonly others: ReadonlyMap<Term, readonly (readonly string[])[]>;
  /** One word for a term and the next one together. */
  readonly joined: ReadonlyMap<Term, string>;
}

interface Options {
  readonly completions?: readonly string[];
  readonly spellings?: OtherSpellings;
  readonly day?: string;
  readonly arrivedOn?: readonly string[];
}

/**
 * The expressions of a query. Every word is quoted and holds only letters, digits and combining marks, so typed text
 * never becomes syntax. `completions` are words that begin with the last word. `day` limits the papers to the list of a
 * day, `arrivedOn` to those that arrived on one of some days.
 */
export function matchExpressions(
  query: SearchQuery,
  { completions = [], spellings = AS_TYPED, day, arrivedOn = [] }: Options = {},
): MatchExpressions {
  const wanted = query.terms.filter(({ excluded }) => !excluded);
  const last = wanted.at(-1);
  const open = (term: Term): readonly string[] => (term === last && term.kind === 'word' ? completions : []);
  const alternatives = (term: Term): string[] => [
    ...open(term),
    ...[...(term.or ?? []), ...(spellings.others.get(term) ?? [])].map((words) => words.join(' ')),
  ];
  const conditionsOf = (terms: readonly Term[]): string[] =>
    terms.flatMap((term, at) => {
      const before = terms[at - 1];
      const after = terms[at + 1];
      const one = termOf(term, alternatives(term));
      if (before !== undefined && spellings.joined.has(before)) return [];
      const joined = spellings.joined.get(term);
      if (joined === undefined || after === undefined) return [one];
      return [`((${one} AND ${termOf(after, alternatives(after))}) OR ${quoted(joined)})`];
    });
  const filters = [
    ...query.categories.filter(({ excluded }) => !excluded).map(({ category }) => quoted(tagOf(category))),
    ...(day === undefined ? [] : [quoted(dayTag(day))]),
    ...(arrivedOn.length === 0 ? [] : [`(${anyOf(arrivedOn.map(arrivalTag))})`]),
  ];
  const excluded = [
    ...query.terms.filter((term) => term.excluded).map((term) => termOf(term, [])),
    ...query.categories
      .filter((category) => category.excluded)
      .map(({ category }) => quoted(tagOf(category))),
  ];
  const whole = (conditions: readonly string[]): string => {
    const all = conditions.length > 0 ? conditions : [quoted(EVERY_PAPER)];
    return excluded.reduce((so, not) => `(${so}) NOT ${not}`, all.join(' AND '));
  };
  const required = requiredOf(wanted);
  const base = whole([...conditionsOf(required), ...filters]);

  const free = wanted.filter(({ field }) => field === undefined);
  const needed = required.filter(({ field }) => field === undefined);
  const fielded = required.filter(({ field }) => field !== undefined);
  const rest = [...conditionsOf(fielded), ...filters];
  const tier = (...conditions: string[]): string => whole([...conditions, ...rest]);
  const inTitle = `title : (${conditionsOf(needed).join(' AND ')})`;
  const marked = [
    ...required.map((term) => markedTerm(term, alternatives(term))),
    ...required
      .flatMap((term) => spellings.joined.get(term) ?? [])
      .map((word) => ({ alternatives: [[word]] })),
  ];
  if (needed.length === 0) return { base, close: [], tiers: [], marked };
  const [only] = free;
  if (only !== undefined && free.length === 1) {
    // The typed spelling comes before others.
    const others = spellings.others.has(only);
    const typed = [...open(only), ...(only.or ?? []).map((words) => words.join(' '))];
    const close = others ? [tier(termOf(only, typed))] : [];
    return { base, close, tiers: [tier(inTitle), ...close], marked };
  }
  const phrase = phrases(free, last === undefined ? [] : open(last));
  const near = `NEAR(${needed.map(({ words }) => quoted(words.join(' '))).join(' ')}, ${NEAR_WORDS})`;
  const together = needed.length === 1 ? [] : [tier(near)];
  return {
    base,
    close: [tier(phrase), ...together],
    tiers: [tier(`title : (${phrase})`), tier(phrase), tier(inTitle), ...together],
    marked,
  };
}

/** The terms that each paper found must have. When all are optional, they are meant. */
export function requiredOf(wanted: readonly Term[]): readonly Term[] {
  const required = wanted.filter(({ optional }) => optional !== true);
  return required.length > 0 ? required : wanted;
}

const AS_TYPED: OtherSpellings = { others: new Map(), joined: new Map() };

/** An expression that matches any of the words, for similar papers. */
export function anyOf(words: readonly string[]): string {
  return words.map(quoted).join(' OR ');
}

function markedTerm({ words, field }: Term, alternatives: readonly string[]): MarkedTerm {
  return {
    alternatives: [words, ...alternatives.map((other) => other.split(' '))],
    ...(field === undefined ? {} : { field }),
  };
}

function termOf({ words, field }: Term, others: readonly string[]): string {
  const alternatives = [words.join(' '), ...others].map(quoted);
  const expression = alternatives.length === 1 ? alternatives[0] : `(${alternatives.join(' OR ')})`;
  return field === undefined ? `${expression}` : `(${COLUMNS[field]} : ${expression})`;
}

/** All words as one phrase, the last one also completed. */
function phrases(terms: readonly Term[], completions: readonly string[]): string {
  const words = terms.flatMap((term) => term.words);
  const begin = words.slice(0, -1).join(' ');
  const ends = [words.at(-1) ?? '', ...completions];
  return `(${ends.map((end) => quoted(`${begin} ${end}`)).join(' OR ')})`;
}

function quoted(words: string): string {
  return `"${words}"`;
}

function tagOf(category: string): string {
  return category.endsWith('.*') ? archiveTag(category.slice(0, -2)) : categoryTag(category);
}

function categoryTag(category: string): string {
  return `${TAGS.category}${joined(category)}${TAGS.end}`;
}

function archiveTag(archive: string): string {
  return `${TAGS.archive}${joined(archive)}${TAGS.end}`;
}

function dayTag(day: string): string {
  return `${TAGS.day}${joined(day)}${TAGS.end}`;
}

function arrivalTag(day: string): string {
  return `${TAGS.arrival}${joined(day)}${TAGS.end}`;
}

/** A name as one word for the tokeniser, which would split it at dots and hyphens. */
function joined(name: string): string {
  return name.toLowerCase().replace(/\./g, '\ue005').replace(/-/g, '\ue006');
}
