import type Database from 'libsql';
import type { Facets } from '../index/search-question.js';
import { allRows } from '../index/statement.reader.js';

/** The most papers that are counted: the newest of those found. */
const COUNTED = 5_000;
const CATEGORIES_SHOWN = 40;
const YEARS_SHOWN = 60;

/** Counts the categories and the years of the papers found. */
export class FacetCounter {
  private readonly counts;

  constructor(database: Database.Database) {
    this.counts = allRows<[string, number, number]>(
      database,
      `SELECT categories, year, count(*) FROM (SELECT value FROM json_each(?)) JOIN papers ON row = value
         GROUP BY categories, year`,
    );
  }

  /** The most rows that `of` counts. */
  readonly most = COUNTED;

  of(rows: readonly number[]): Facets {
    const categories = new Map<string, number>();
    const years = new Map<number, number>();
    const counted = this.counts(JSON.stringify(rows.slice(0, COUNTED)));
    for (const [listed, year, papers] of counted) {
      for (const category of listed.split(' '))
        categories.set(category, (categories.get(category) ?? 0) + papers);
      years.set(year, (years.get(year) ?? 0) + papers);
    }
    return {
      categories: [...categories]
        .map(([category, papers]) => ({ category, papers }))
        .sort((one, other) => other.papers - one.papers || (one.category < other.category ? -1 : 1))
        .slice(0, CATEGORIES_SHOWN),
      years: [...years]
        .map(([year, papers]) => ({ year, papers }))
        .sort((one, other) => other.year - one.year)
        .slice(0, YEARS_SHOWN),
      of: Math.min(rows.length, COUNTED),
    };
  }
}
