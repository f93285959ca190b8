import type Database from 'libsql';
import type { Suggestion } from '../index/search-question.js';
import { allRows, allValues, firstValue } from '../index/statement.reader.js';
import { bare } from '../query/fold.js';
import { matchExpressions, requiredOf } from '../query/match-expression.js';
import { type KnownWord, nearestWords } from '../query/near-word.js';
import type { SearchQuery, Term } from '../query/search-query.js';
import type { MatchScan } from './match-scan.reader.js';

const LAST_SIGN = '\uffff';
/** The most words with the same first letter that are read to find a correction. */
const WORDS_READ = 60_000;
const COMPLETIONS = 8;
const COUNTED = 1_000;
/** The most corrections that are tried for a misspelt word. */
const CORRECTIONS = 3;

/** Another search, not tried yet. */
type Candidate = Omit<Suggestion, 'total'> & { readonly query: SearchQuery };

/** Finds words of the index that complete or correct typed ones. */
export class WordFinder {
  private readonly known;
  private readonly beginning;
  private readonly completing;

  constructor(
    database: Database.Database,
    private readonly scan: MatchScan,
  ) {
    this.known = firstValue<number>(database, 'SELECT papers FROM words WHERE word = ?');
    this.beginning = allRows<[string, number]>(
      database,
      'SELECT word, papers FROM words WHERE word >= ? AND word < ? LIMIT ?',
    );
    this.completing = allValues<string>(
      database,
      'SELECT word FROM words WHERE word > ? AND word < ? ORDER BY papers DESC, word LIMIT ?',
    );
  }

  /** The most frequent words that begin with this one. */
  completions(word: string): string[] {
    const begin = bare(word);
    if (begin.length < 2) return [];
    return this.completing(begin, `${begin}${LAST_SIGN}`, COMPLETIONS);
  }

  /**
   * Searches that find something in place of one that found nothing: with corrected words, or without the rarest one.
   */
  suggestions(text: string, query: SearchQuery, day: string | undefined, deadline: number): Suggestion[] {
    const wanted = query.terms.filter(({ excluded }) => !excluded);
    const words = requiredOf(wanted).filter((term) => term.words.length === 1);
    const corrected = this.corrected(text, query, words, deadline);
    const other = this.without(text, query, words);
    return [this.firstThatFinds(corrected, day, deadline), this.firstThatFinds(other, day, deadline)].flatMap(
      (suggestion) => suggestion ?? [],
    );
  }

  private firstThatFinds(
    candidates: readonly Candidate[],
    day: string | undefined,
    deadline: number,
  ): Suggestion | undefined {
    for (const { query, ...suggestion } of candidates) {
      if (performance.now() > deadline) return undefined;
      const { base } = matchExpressions(query, day === undefined ? {} : { day });
      const { total } = this.scan.total(base, { most: COUNTED, deadline });
      if (total > 0) return { ...suggestion, total };
    }
    return undefined;
  }

  /** The text with a correction of each word that no paper holds. The first candidate has the nearest corrections. */
  private corrected(text: string, query: SearchQuery, terms: readonly Term[], deadline: number): Candidate[] {
    const corrections = new Map<Term, string[]>();
    for (const term of terms) {
      if (performance.now() > deadline || this.papersWith(term) > 0) continue;
      const word = bare(term.words[0] ?? '');
      const near = nearestWords(word, this.wordsLike(word), CORRECTIONS);
      if (near.length > 0) corrections.set(term, near);
    }
    const most = Math.max(0, ...[...corrections.values()].map(({ length }) => length));
    return Array.from({ length: most }, (_, nth) => corrected(text, query, corrections, nth));
  }

  private without(text: string, query: SearchQuery, terms: readonly Term[]): Candidate[] {
    const rarest = this.rarest(terms);
    if (rarest === undefined) return [];
    const rest = `${text.slice(0, rarest.start)} ${text.slice(rarest.end)}`.replace(/\s+/g, ' ').trim();
    const others = { ...query, terms: query.terms.filter((term) => term !== rarest) };
    return [{ kind: 'without', text: rest, word: rarest.words[0] ?? '', query: others }];
  }

  private rarest(terms: readonly Term[]): Term | undefined {
    if (terms.length < 2) return undefined;
    return terms
      .map((term) => ({ term, papers: this.papersWith(term) }))
      .sort((a, b) => a.papers - b.papers)[0]?.term;
  }

  private papersWith({ words }: Term): number {
    return this.known(bare(words[0] ?? '')) ?? 0;
  }

  /** Words that begin with the first or the second letter of this one, since the first two may be swapped. */
  private *wordsLike(word: string): Generator<KnownWord> {
    for (const begin of new Set([word.slice(0, 1), word.slice(1, 2)])) {
      const rows = this.beginning(begin, `${begin}${LAST_SIGN}`, WORDS_READ);
      for (const [known, papers] of rows) yield { word: known, papers };
    }
  }
}

/** A text with the nth correction of each misspelt word. */
function corrected(
  text: string,
  query: SearchQuery,
  corrections: ReadonlyMap<Term, readonly string[]>,
  nth: number,
): Candidate {
  let written = text;
  const changed = new Map<Term, Term>();
  // From the last term, so that the positions of the earlier ones stay valid.
  for (const [term, words] of [...corrections].toReversed()) {
    const better = words[Math.min(nth, words.length - 1)] ?? '';
    const field = /^[A-Za-z]+:/.exec(written.slice(term.start, term.end))?.[0] ?? '';
    written = written.slice(0, term.start) + field + better + written.slice(term.end);
    changed.set(term, { ...term, words: [better] });
  }
  return {
    kind: 'spelling',
    text: written,
    word: [...corrections.keys()].map(({ words }) => words[0] ?? '').join(' '),
    query: { ...query, terms: query.terms.map((term) => changed.get(term) ?? term) },
  };
}
