import { stemmer } from 'stemmer';
import { bare, fold, PLAIN, sourceRange, WORD } from './fold.js';
import { joinedMarks, type Mark } from './marked-text.js';
import { FIELDS, type QueryField } from './search-query.js';

/** A word or phrase to mark: one of several sequences of folded words, in one field or in all. */
export interface MarkedTerm {
  readonly alternatives: readonly (readonly string[])[];
  readonly field?: QueryField;
}

/** The sequences to mark in a field. */
interface Wanted {
  /** The stems that follow, by the first stem of each sequence. */
  readonly byFirst: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Finds the words of an ASCII text that may have one of the first stems. */
  readonly candidates: RegExp;
}

const NEXT_WORD = new RegExp(WORD);
/** The lengths of words that are stemmed, as in FTS5. Shorter and longer ones stay as they are. */
const STEMMED = { least: 3, most: 64 };
const STEMS_KEPT = 20_000;
const stems = new Map<string, string>();

/**
 * Finds the places of a search's words in texts, as `highlight()` of FTS5 does with this index's tokeniser. FTS5 would
 * evaluate the whole search again for each text, which took most of the time of a usual search.
 */
export class WordMarker {
  private readonly wanted: ReadonlyMap<QueryField, Wanted>;

  constructor(terms: readonly MarkedTerm[]) {
    this.wanted = new Map(FIELDS.map((field) => [field, wantedIn(field, terms)]));
  }

  /** The ranges of the text of a field in which the words stand. */
  marksIn(text: string, field: QueryField): Mark[] {
    const wanted = this.wanted.get(field);
    if (!wanted?.byFirst.size) return [];
    const folded = fold(text);
    const marks: Mark[] = [];
    const words = folded.text.matchAll(PLAIN.test(folded.text) ? wanted.candidates : WORD);
    for (const { 0: word, index: start } of words) {
      const sequences = wanted.byFirst.get(stemOf(word));
      if (sequences === undefined) continue;
      const ends = sequences.map((more) => endOf(more, folded.text, start + word.length));
      const end = Math.max(...ends.map((one) => one ?? -1));
      if (end >= 0) marks.push(sourceRange(folded, text, start, end));
    }
    return joinedMarks(marks);
  }
}

function wantedIn(field: QueryField, terms: readonly MarkedTerm[]): Wanted {
  const byFirst = new Map<string, string[][]>();
  for (const term of terms) {
    if (term.field !== undefined && term.field !== field) continue;
    for (const words of term.alternatives) {
      const [first = '', ...more] = words.map(stemOf);
      byFirst.set(first, [...(byFirst.get(first) ?? []), more]);
    }
  }
  // A stem begins like its word, except for a final `y` that became `i`.
  const beginnings = [...byFirst.keys()].map((stem) => stem.slice(0, stem.length > 2 ? 2 : 1));
  return { byFirst, candidates: new RegExp(`(?<![a-z0-9])(?:${beginnings.join('|')})[a-z0-9]*`, 'gi') };
}

/** The end of the next words if these have the wanted stems, in this order; undefined otherwise. */
function endOf(wanted: readonly string[], text: string, from: number): number | undefined {
  NEXT_WORD.lastIndex = from;
  let end = from;
  for (const stem of wanted) {
    const next = NEXT_WORD.exec(text);
    if (next === null || stemOf(next[0]) !== stem) return undefined;
    end = next.index + next[0].length;
  }
  return end;
}

/** A word as the full-text index stores it: without accents, case and English endings. */
function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const plain = bare(word);
  const stem = plain.length >= STEMMED.least && plain.length <= STEMMED.most ? stemmer(plain) : plain;
  if (stems.size >= STEMS_KEPT) stems.clear();
  stems.set(word, stem);
  return stem;
}
