import type Database from 'libsql';
import { DEEPEST } from '../index/search-question.js';
import { allRows, firstValue } from '../index/statement.reader.js';
import { bare } from '../query/fold.js';
import type { MatchExpressions } from '../query/match-expression.js';
import { LAST_ROW, type MatchScan, type ScanLimits } from './match-scan.reader.js';

/** The most papers that are scored by BM25. If more are found, the papers of each tier are in order of date. */
const SCORED = 2_000;
/**
 * The most papers that hold the words of a search, summed over the words, for BM25: it reads all of them at once, also
 * those outside of the dates of the search.
 */
const POSTINGS = 1_000_000;
/** The longest time for the tiers when more papers are found. */
const TIERS_MS = 50;
/** The weights of title, authors, abstract and tags. */
const WEIGHTS = '10, 1, 4, 0';

/** The BM25 scores by row. The lowest is the best. */
export type Scores = ReadonlyMap<number, number>;

/** Papers in order of relevance. */
export interface Relevant {
  readonly rows: readonly number[];
  /** The row down to which every tier was searched; absent when no tier ran out of time. */
  readonly orderedDownTo?: bigint;
}

/**
 * Orders papers by relevance: the exact phrase first, then words close together, then the rest. If at most 2,000 papers
 * are found, BM25 decides within each tier. A word in the title weighs more than one in the abstract, and that more
 * than one in a name. The cost of BM25 grows with all papers that hold one of the words. So if more are found, or if the
 * words are too common, titles come before abstracts and the newest papers first.
 */
export class Relevance {
  private readonly scores;
  private readonly known;

  constructor(
    database: Database.Database,
    private readonly scan: MatchScan,
  ) {
    this.known = firstValue<number>(database, 'SELECT papers FROM words WHERE word = ?');
    this.scores = allRows<[number, number]>(
      database,
      `SELECT rowid, bm25(found, ${WEIGHTS}) FROM found WHERE found MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?`,
    );
  }

  /** The scores of all papers found; undefined when there are too many to score, or their words are too common. */
  scored({ base, marked }: MatchExpressions, { low = 0n, high = LAST_ROW }: ScanLimits): Scores | undefined {
    const words = marked.flatMap(({ alternatives }) => alternatives.flat());
    const postings = words.reduce((sum, word) => sum + (this.known(bare(word)) ?? 0), 0);
    if (postings > POSTINGS || this.scan.estimate(base, low, high) > SCORED) return undefined;
    const scores = this.scores(base, low, high, SCORED + 1);
    return scores.length > SCORED ? undefined : new Map(scores);
  }

  /** Orders the papers found. The order is exact for the first `wanted` papers only. */
  order(
    expressions: MatchExpressions,
    found: readonly number[],
    limits: ScanLimits,
    wanted: number,
    scores?: Scores,
  ): Relevant {
    if (found.length === 0) return { rows: [] };
    if (scores === undefined) return this.byDate(expressions, found, limits, wanted);
    const span = { low: BigInt(found.at(-1) ?? 0), high: BigInt(found[0] ?? 0) };
    const byScore = found.toSorted(
      (one, other) => (scores.get(one) ?? 0) - (scores.get(other) ?? 0) || other - one,
    );
    return this.tiered(
      expressions.close,
      byScore,
      { ...limits, ...span, most: SCORED },
      wanted,
      new Set(found),
    );
  }

  private byDate(
    { tiers }: MatchExpressions,
    rows: readonly number[],
    limits: ScanLimits,
    wanted: number,
  ): Relevant {
    const deadline = Math.min(limits.deadline, performance.now() + TIERS_MS);
    return this.tiered(tiers, rows, { ...limits, most: DEEPEST, deadline }, wanted);
  }

  /** Moves the papers of each tier to the front until `wanted` papers have their places. The rest keep their order. */
  private tiered(
    tiers: readonly string[],
    rows: readonly number[],
    limits: ScanLimits,
    wanted: number,
    among?: ReadonlySet<number>,
  ): Relevant {
    const placed = new Set<number>();
    let orderedDownTo: bigint | undefined;
    for (const tier of tiers) {
      if (placed.size >= wanted) break;
      const scanned = this.scan.newest(tier, limits);
      if (scanned.late && (scanned.lookedDownTo ?? 0n) > (orderedDownTo ?? 0n))
        orderedDownTo = scanned.lookedDownTo;
      const found = new Set(scanned.rows);
      for (const row of among === undefined ? found : rows) if (found.has(row)) placed.add(row);
    }
    for (const row of rows) placed.add(row);
    return { rows: [...placed], ...(orderedDownTo === undefined ? {} : { orderedDownTo }) };
  }
}
