import type { CategoryCounts, MonthCount, MonthPapers } from '@paperboy/contracts';
import type Database from 'libsql';
import { ALL, CATEGORY, MONTH } from '../index/count-names.js';
import { firstRowAt } from '../index/index-document.js';
import { allRows, firstValue } from '../index/statement.reader.js';

/** More categories are not told: arXiv has some 155. */
const MOST_CATEGORIES = 1_000;
/** More months are not told: the greatest number of years that arXiv could have, and more. */
const MOST_MONTHS = 2_000;

/** Reads what the catalog holds: numbers that the writer keeps, and the ids of a month. */
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

  /** The ids of the papers of a month in the order of their publication, without the sample; after where `next` said. */
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

// The names that begin with a prefix stand before it with its last sign raised.
function endOf(prefix: string): string {
  return `${prefix.slice(0, -1)};`;
}
