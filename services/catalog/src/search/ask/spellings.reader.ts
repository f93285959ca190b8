import type Database from 'libsql';
import { ALL } from '../index/count-names.js';
import { firstValue } from '../index/statement.reader.js';
import { bare } from '../query/fold.js';
import type { OtherSpellings } from '../query/match-expression.js';
import type { SearchQuery, Term } from '../query/search-query.js';

/** The least letters of a part of a word that is also searched as two words. */
const LEAST_PART = 3;
/** The most ways in which a word is split. */
const SPLITS = 2;
/** A part that more than half of the papers hold, such as `the`, joins nothing. In small indexes any word may. */
const COMMON = { papers: 1_000, share: 0.5 };

/**
 * Finds other spellings of typed words in the vocabulary: `finetuning` for `fine-tuning` and `fine tuning`, and the
 * reverse; `GPT 4` for `GPT4`.
 */
export class Spellings {
  private readonly known;
  private readonly all;

  constructor(
    database: Database.Database,
    private readonly completions: (word: string) => readonly string[],
  ) {
    this.known = firstValue<number>(database, 'SELECT papers FROM words WHERE word = ?');
    this.all = firstValue<number>(database, 'SELECT papers FROM counts WHERE name = ?');
  }

  /** The other spellings of the words of a query. What was quoted or excluded has none. */
  of({ terms }: SearchQuery): OtherSpellings {
    const others = new Map<Term, string[][]>();
    const joined = new Map<Term, string>();
    const words = terms.filter(isPlain);
    let before: Term | undefined;
    for (const term of words) {
      const found = this.othersOf(term);
      if (found.length > 0) others.set(term, found);
      const together = before && this.together(before, term);
      if (before && together !== undefined && term === terms[terms.indexOf(before) + 1])
        joined.set(before, together);
      // A word is joined with one neighbour only.
      before = before && joined.has(before) ? undefined : term;
    }
    return { others, joined };
  }

  private othersOf({ words, open, optional }: Term): string[][] {
    const [word = ''] = words;
    if (optional) return [];
    if (open) return this.completions(word).map((longer) => [longer]);
    if (words.length > 1) {
      const together = words.join('');
      return this.papersWith(together) > 0 ? [[together]] : [];
    }
    const parts = word.match(/\d+|\D+/g) ?? [];
    if (parts.length > 1) return parts.length > 3 ? [] : [parts];
    return this.splits(word);
  }

  private together(one: Term, other: Term): string | undefined {
    const single = [one, other].every(
      ({ words, field, optional, open, or }) =>
        words.length === 1 && field === undefined && !optional && !open && or === undefined,
    );
    const word = `${one.words[0]}${other.words[0]}`;
    return single && this.papersWith(word) > 0 ? word : undefined;
  }

  /** A word as two words that the vocabulary has, the most frequent pair first. */
  private splits(word: string): string[][] {
    const half = (this.all(ALL) ?? 0) * COMMON.share;
    const most = Math.max(half, COMMON.papers);
    const found: { parts: string[]; papers: number }[] = [];
    for (let at = LEAST_PART; at <= word.length - LEAST_PART; at += 1) {
      const parts = [word.slice(0, at), word.slice(at)];
      const counts = parts.map((part) => this.papersWith(part));
      if (Math.min(...counts) > 0 && Math.max(...counts) <= most)
        found.push({ parts, papers: Math.min(...counts) });
    }
    return found
      .sort((one, other) => other.papers - one.papers)
      .slice(0, SPLITS)
      .map(({ parts }) => parts);
  }

  private papersWith(word: string): number {
    return this.known(bare(word)) ?? 0;
  }
}

function isPlain({ kind, excluded, exact }: Term): boolean {
  return kind === 'word' && !excluded && exact !== true;
}
