import type { CategoryCounts, MonthCount, MonthPapers } from '@paperboy/contracts';
import type Database from 'libsql';
import { firstRowAt, momentOfRow } from '../index/index-document.js';
import { openToRead } from '../index/index-file.store.js';
import {
  DEEPEST,
  type Hit,
  type Matches,
  type NewMatchesQuestion,
  type NewPapers,
  type NewPapersQuestion,
  type PageOfHits,
  type Question,
} from '../index/search-question.js';
import { allRows, allValues, firstValue } from '../index/statement.reader.js';
import { type MatchExpressions, matchExpressions } from '../query/match-expression.js';
import type { SearchQuery } from '../query/search-query.js';
import { FacetCounter } from './facets.reader.js';
import { HitReader } from './hits.reader.js';
import { Holdings } from './holdings.reader.js';
import { MatchScan, type ScanLimits, type Scanned } from './match-scan.reader.js';
import { Relevance, type Scores } from './relevance.reader.js';
import { Likeness } from './similar.reader.js';
import { Spellings } from './spellings.reader.js';
import { WordFinder } from './suggestions.reader.js';

/** The longest time of a search. It then ends with what it has found. */
const PATIENCE_MS = 1_000;
/** The longest time of many searches at once. Those that are done are then answered, so that other requests can run. */
const MANY_MS = 300;
/** The longest time for finding suggestions when a search finds nothing. */
const SUGGESTING_MS = 300;
/** Counting the papers found ends at this number. As many of the newest papers are ordered or filtered by upvotes. */
const COUNTED = 10_000;
const COUNTING_MS = 60;
/** How many of the newest papers found are read at first. */
const READ_FIRST = 2_001;

/** Papers in the order of a search. */
interface Ordered {
  readonly rows: readonly number[];
  readonly orderedDownTo?: bigint;
}

/** The result of a search: the papers that were found, and the papers to show in the order of the search. */
interface Search extends Ordered {
  readonly expressions: MatchExpressions;
  readonly limits: ScanLimits;
  readonly found: Scanned;
}

/** Answers searches from an index file that another thread writes. */
export class IndexReader {
  private readonly database: Database.Database;
  private readonly scan: MatchScan;
  private readonly relevance: Relevance;
  private readonly counter: FacetCounter;
  private readonly hits: HitReader;
  private readonly finder: WordFinder;
  private readonly spellings: Spellings;
  private readonly likeness: Likeness;
  private readonly holdings: Holdings;
  private readonly rowOf;
  private readonly byUpvotes;
  private readonly rowsOfIds;
  private readonly idsOfRows;
  private readonly among;
  private readonly matches;

  constructor(file: string) {
    const database = openToRead(file);
    this.database = database;
    this.scan = new MatchScan(database);
    this.relevance = new Relevance(database, this.scan);
    this.counter = new FacetCounter(database);
    this.hits = new HitReader(database);
    this.finder = new WordFinder(database, this.scan);
    this.spellings = new Spellings(database, (word) => this.finder.completions(word));
    this.likeness = new Likeness(database);
    this.holdings = new Holdings(database);
    this.rowOf = firstValue<number>(database, 'SELECT row FROM papers WHERE id = ?');
    this.rowsOfIds = allValues<number>(
      database,
      'SELECT row FROM json_each(?) AS wanted JOIN papers ON papers.id = wanted.value ORDER BY wanted.key',
    );
    this.idsOfRows = allValues<string>(
      database,
      'SELECT papers.id FROM json_each(?) AS wanted JOIN papers ON papers.row = wanted.value ORDER BY wanted.key',
    );
    this.among = firstValue<number>(database, 'SELECT rowid FROM found WHERE found MATCH ? AND rowid = ?');
    this.matches = allRows<[string, number]>(
      database,
      `SELECT papers.id, papers.upvotes FROM json_each(?) AS wanted
       JOIN papers ON papers.row = wanted.value JOIN texts ON texts.row = papers.row
       WHERE papers.upvotes >= ? AND papers.sample = 0 AND texts.card ->> '$.withdrawnAt' IS NULL
       ORDER BY wanted.key LIMIT ?`,
    );
    this.byUpvotes = allValues<number>(
      database,
      'SELECT row FROM (SELECT value FROM json_each(?)) JOIN papers ON row = value ORDER BY upvotes DESC, row DESC LIMIT ?',
    );
  }

  /** Answers a search. After a second it ends with what it has found. */
  ask(question: Question): PageOfHits {
    const deadline = performance.now() + PATIENCE_MS;
    const named = this.named(question);
    if (named !== undefined) return named;
    const { query, offset, limit, chosen } = question;
    const search = this.search(question, deadline);
    if (search === undefined) return NOTHING;
    const { expressions, limits, found, rows, orderedDownTo } = search;
    const totals =
      found.lookedDownTo === undefined
        ? { total: found.rows.length, counted: true }
        : this.scan.total(expressions.base, {
            ...limits,
            most: COUNTED,
            deadline: Math.min(deadline, performance.now() + COUNTING_MS),
          });
    const total = question.onlyTrending ? rows.length : Math.max(totals.total, found.rows.length);
    const shown = rows.slice(0, DEEPEST);
    return {
      total,
      counted: question.onlyTrending || totals.counted,
      ...(orderedDownTo === undefined ? {} : { orderedSince: momentOfRow(orderedDownTo).toISOString() }),
      partial: found.late,
      hits: this.hits.read(
        chosen ? this.rowsOfIds(JSON.stringify(chosen)) : shown.slice(offset, offset + limit),
        expressions.marked,
      ),
      more: shown.length > offset + limit,
      ...(question.facets
        ? { facets: this.counter.of(this.facetRows(question, expressions.base, found, rows, limits)) }
        : {}),
      suggestions:
        total > 0
          ? []
          : this.finder.suggestions(
              question.text,
              query,
              question.day,
              Math.min(deadline, performance.now() + SUGGESTING_MS),
            ),
    };
  }

  /** The ids of the first papers of a search, 1,000 at most. */
  order(question: Question, most: number): string[] {
    const count = Math.min(most, DEEPEST);
    const whole = { ...question, offset: 0, limit: count };
    const rows = this.search(whole, performance.now() + PATIENCE_MS)?.rows ?? [];
    return this.idsOfRows(JSON.stringify(rows.slice(0, count)));
  }

  /** Papers that are similar to one; undefined for a paper that is not in the index. */
  similar(id: string, limit: number): Hit[] | undefined {
    const rows = this.likeness.of(id, limit);
    return rows && this.hits.read(rows);
  }

  /**
   * The newest papers that each of many searches finds among the papers that arrived on some days. When time runs out,
   * the other searches have no answer, but the first one always has.
   */
  arrivals({ queries, days, limit }: NewPapersQuestion): NewPapers {
    const hits = new Map<number, Hit>();
    const found = this.eachInTime(queries, days, limit, (rows) => {
      for (const row of rows)
        for (const hit of hits.has(row) ? [] : this.hits.read([row])) hits.set(row, hit);
      return rows.flatMap((row) => hits.get(row)?.id ?? []);
    });
    return { found, hits: [...hits.values()] };
  }

  /** The same for ids alone, without papers of the sample and withdrawn ones. */
  newMatches({ wishes, days, limit }: NewMatchesQuestion): (Matches | undefined)[] {
    const queries = wishes.map(({ query }) => query);
    return this.eachInTime(queries, days, COUNTED, (rows, nth) =>
      this.matches(JSON.stringify(rows), wishes[nth]?.upvotes ?? 0, limit).map(([id, upvotes]) => ({
        id,
        upvotes,
      })),
    );
  }

  /** The answer for each search, by the rows of the newest papers that it finds among those that arrived on some days. */
  private eachInTime<Answer>(
    queries: readonly SearchQuery[],
    days: readonly string[],
    most: number,
    answer: (rows: readonly number[], nth: number) => Answer,
  ): (Answer | undefined)[] {
    const end = performance.now() + MANY_MS;
    return queries.map((query, nth) => {
      if (nth > 0 && performance.now() > end) return undefined;
      const limits = this.limitsOf(query, performance.now() + PATIENCE_MS);
      if (limits === undefined) return answer([], nth);
      const { base } = matchExpressions(query, { arrivedOn: days, spellings: this.spellings.of(query) });
      return answer(this.scan.newest(base, { ...limits, most }).rows, nth);
    });
  }

  categories(): CategoryCounts {
    return this.holdings.categories();
  }

  months(): MonthCount[] {
    return this.holdings.months();
  }

  idsOfMonth(month: string, after: string | undefined, limit: number): MonthPapers {
    return this.holdings.idsOfMonth(month, after, limit);
  }

  close(): void {
    this.database.close();
  }

  /**
   * Searches until the deadline. Undefined when the search is limited to the id of a paper that is not in the index.
   */
  private search(question: Question, deadline: number): Search | undefined {
    const expressions = this.expressionsOf(question);
    const limits = this.limitsOf(question.query, deadline);
    if (limits === undefined) return undefined;
    const scores = question.sort === 'relevance' ? this.relevance.scored(expressions, limits) : undefined;
    const found = scores
      ? { rows: [...scores.keys()].sort((one, other) => other - one), late: false }
      : this.scan.newest(expressions.base, { ...limits, most: READ_FIRST });
    return { expressions, limits, found, ...this.ordered(question, expressions, found, limits, scores) };
  }

  /** The paper whose id the text is, if the index has it. If not, the id is searched like any other words. */
  private named({ query }: Question): PageOfHits | undefined {
    if (query.reference === undefined) return undefined;
    const row = this.rowOf(query.reference);
    if (row === undefined) return undefined;
    return { ...NOTHING, paper: query.reference, total: 1, hits: this.hits.read([row]) };
  }

  private expressionsOf({ query, typing, text, day }: Question): MatchExpressions {
    const last = query.terms.filter(({ excluded }) => !excluded).at(-1);
    const open = typing && last?.kind === 'word' && last.words.length === 1 && last.end === text.length;
    return matchExpressions(query, {
      spellings: this.spellings.of(query),
      ...(open ? { completions: this.finder.completions(last.words[0] ?? '') } : {}),
      ...(day === undefined ? {} : { day }),
    });
  }

  private limitsOf({ id, from, before }: Question['query'], deadline: number): ScanLimits | undefined {
    if (id !== undefined) {
      const row = this.rowOf(id);
      return row === undefined ? undefined : { most: 1, deadline, low: BigInt(row), high: BigInt(row) };
    }
    return {
      most: DEEPEST,
      deadline,
      ...(from === undefined ? {} : { low: firstRowAt(from) }),
      ...(before === undefined ? {} : { high: firstRowAt(before) - 1n }),
    };
  }

  private ordered(
    question: Question,
    expressions: MatchExpressions,
    all: Scanned,
    limits: ScanLimits,
    scores: Scores | undefined,
  ): Ordered {
    const { sort, trending = [], onlyTrending } = question;
    const trends =
      sort === 'trending' || onlyTrending ? this.trending(expressions.base, trending, limits) : [];
    if (sort === 'trending') return { rows: onlyTrending ? trends : [...new Set([...trends, ...all.rows])] };
    const found = onlyTrending ? { rows: trends.toSorted((one, other) => other - one), late: false } : all;
    if (sort === 'date') return { rows: found.rows };
    if (sort === 'relevance') {
      const wanted = question.offset + question.limit;
      // The trending papers that fulfil the search are few: if they have no scores, the newest are first.
      const known = scores ?? (onlyTrending ? new Map<number, number>() : undefined);
      return this.relevance.order(expressions, found.rows, limits, wanted, known);
    }
    const counted = onlyTrending ? found : this.scan.newest(expressions.base, { ...limits, most: COUNTED });
    const rows = this.byUpvotes(JSON.stringify(counted.rows), DEEPEST + 1);
    return { rows, ...(counted.lookedDownTo === undefined ? {} : { orderedDownTo: counted.lookedDownTo }) };
  }

  /** The rows of the trending papers that fulfil a search, in the order of trending. */
  private trending(base: string, ids: readonly string[], { low = 0n, high }: ScanLimits): number[] {
    const rows = this.rowsOfIds(JSON.stringify(ids)) as number[];
    return rows.filter((number) => {
      const row = BigInt(number);
      if (row < low || (high !== undefined && row > high)) return false;
      return this.among(base, row) !== undefined;
    });
  }

  private facetRows(
    { onlyTrending }: Question,
    base: string,
    found: Scanned,
    rows: readonly number[],
    limits: ScanLimits,
  ): readonly number[] {
    if (onlyTrending) return rows;
    if (found.lookedDownTo === undefined) return found.rows;
    return this.scan.newest(base, { ...limits, most: this.counter.most }).rows;
  }
}

const NOTHING: PageOfHits = {
  total: 0,
  counted: true,
  partial: false,
  hits: [],
  more: false,
  suggestions: [],
};
