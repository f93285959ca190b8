import type { CategoryCounts, MonthCount, MonthPapers } from '@paperboy/contracts';
import type Database from 'libsql';
import { ALL, CATEGORY, MONTH } from '../index/count-names.js';
import { firstRowAt } from '../index/index-document.js';
import { allRows, firstValue } from '../index/statement.reader.js';

/** The most categories in an answer. arXiv has about 155. */
const MOST_CATEGORIES = 1_000;
/** The most months in an answer: more than arXiv can have. */
const MOST_MONTHS = 2_000;

/** Reads the numbers of papers, which the writer of the index keeps, and the ids of a month. */
export class Holdings {
  private readonly all;
  private readonly counts;
  private readonly ids;

  constructor(database: Database.Database) {
    this.all = firstValue<number>(database, 'SELECT papers FROM counts WHERE name = ?');
    this.counts = allRows<[string, number]>(
      database,
      'SELECT substr(name, length(?1) + 1), papers FROM counts WHERE name > ?1 AND name < ?2 AND papers > 0 LIMIT ?3',
    );
    this.ids = allRows<[string, number]>(
      database,
      'SELECT id, row FROM papers WHERE row BETWEEN ? AND ? AND sample = 0 ORDER BY row LIMIT ?',
    );
  }

  /** How many papers there are, in all and of each category, the most frequent first. */
  categories(): CategoryCounts {
    const counted = this.counts(CATEGORY, endOf(CATEGORY), MOST_CATEGORIES);
    return {
      papers: this.all(ALL) ?? 0,
      categories: counted
        .map(([category, papers]) => ({ category, papers }))
        .sort((one, other) => other.papers - one.papers || (one.category < other.category ? -1 : 1)),
    };
  }

  /** How many papers were published in each month, without the sample; the newest month first. */
  months(): MonthCount[] {
    return this.counts(MONTH, endOf(MONTH), MOST_MONTHS)
      .map(([month, papers]) => ({ month, papers }))
      .sort((one, other) => (one.month > other.month ? -1 : 1));
  }

  /**
   * The ids of the papers of a month in the order of their publication, without the sample. `after` is the `next` of
   * the previous answer.
   */
  idsOfMonth(month: string, after: string | undefined, limit: number): MonthPapers {
    const begin = new Date(`${month}-01T00:00:00.000Z`);
    const end = new Date(begin);
    end.setUTCMonth(end.getUTCMonth() + 1);
    const [low, high] = [firstRowAt(begin), firstRowAt(end) - 1n];
    const from = after === undefined ? low : BigInt(after) + 1n;
    const rows = this.ids(from > low ? from : low, high, limit);
    const last = rows.at(-1);
    return {
      ids: rows.map(([id]) => id),
      ...(last === undefined || rows.length < limit ? {} : { next: String(last[1]) }),
    };
  }
}

// The end of the range of names with a prefix: the prefix with `;`, which follows `:`, as its last character.
function endOf(prefix: string): string {
  return `${prefix.slice(0, -1)};`;
}
