import type Database from 'libsql';
import { vocabularyOf } from '../index/index-document.js';
import { allValues, firstRow, firstValue } from '../index/statement.reader.js';
import { bare, wordsOf } from '../query/fold.js';
import { anyOf } from '../query/match-expression.js';

/** The most words that represent a paper. */
const WORDS = 24;
/** The most papers that these words may have, summed over the words. The cost of the search grows with this sum. */
const POSTINGS = 60_000;
const TITLE_COUNTS = 3;

/** Finds papers that are similar to one, by its most distinctive words (tf-idf). */
export class Likeness {
  private readonly text;
  private readonly known;
  private readonly papers;
  private readonly like;

  constructor(database: Database.Database) {
    this.text = firstRow<[number, string, string]>(
      database,
      'SELECT row, title, summary FROM papers JOIN texts USING (row) WHERE id = ?',
    );
    this.known = firstValue<number>(database, 'SELECT papers FROM words WHERE word = ?');
    this.papers = firstValue<number>(database, 'SELECT count(*) FROM papers');
    this.like = allValues<number>(
      database,
      `SELECT rowid FROM found WHERE found MATCH ? AND rowid <> ? ORDER BY bm25(found, 3, 0, 1, 0), rowid DESC LIMIT ?`,
    );
  }

  /** The rows of the most similar papers; undefined for a paper that is not in the index. */
  of(id: string, limit: number): number[] | undefined {
    const found = this.text(id);
    if (found === undefined) return undefined;
    const [row, title, summary] = found;
    const words = this.tellingWords(title, summary);
    return words.length === 0 ? [] : this.like(anyOf(words), BigInt(row), limit);
  }

  private tellingWords(title: string, summary: string): string[] {
    const all = this.papers() as number;
    const times = new Map<string, number>();
    for (const word of wordsOf(summary).map(bare)) times.set(word, (times.get(word) ?? 0) + 1);
    for (const word of wordsOf(title).map(bare)) times.set(word, (times.get(word) ?? 0) + TITLE_COUNTS);
    const weighed = [...vocabularyOf({ title, summary })].map((word) => {
      const papers = this.known(word) ?? all;
      return { word, papers, weight: Math.log(1 + (times.get(word) ?? 0)) * Math.log(all / papers) };
    });
    let postings = 0;
    return weighed
      .filter(({ papers, weight }) => papers > 1 && weight > 0)
      .sort((one, other) => other.weight - one.weight)
      .filter(({ papers }) => {
        if (postings + papers > POSTINGS) return false;
        postings += papers;
        return true;
      })
      .slice(0, WORDS)
      .map(({ word }) => word);
  }
}
