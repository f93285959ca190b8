import type Database from 'libsql';
import { DEEPEST } from '../index/search-question.js';
import { allRows } from '../index/statement.reader.js';
import type { MatchExpressions } from '../query/match-expression.js';
import { LAST_ROW, type MatchScan, type ScanLimits } from './match-scan.reader.js';

/** So many papers are scored by their words; of more, those of a tier are in order of date. */
const SCORED = 2_000;
/** Time for the tiers of searches that find more. */
const TIERS_MS = 50;
/** Of title, authors, abstract and tags. */
const WEIGHTS = '10, 1, 4, 0';

/** BM25 of rows, the lowest being the best. */
export type Scores = ReadonlyMap<number, number>;

/** Papers in order of relevance. */
export interface Relevant {
  readonly rows: readonly number[];
  /** Older papers were not asked whether they hold the phrase. */
  readonly orderedDownTo?: bigint;
}

/**
 * The exact phrase first, then words close together, then the rest. Where at most 2,000 papers are found, BM25 decides
 * within each, with a word in the title above one in the abstract above one in a name. BM25 costs as much as all papers
 * that hold one of the words, so where more are found titles stand before abstracts, and the newest first.
 */
export class Relevance {
  private readonly scores;

  constructor(
    database: Database.Database,
    private readonly scan: MatchScan,
  ) {
    this.scores = allRows<[number, number]>(
      database,
      `SELECT rowid, bm25(found, ${WEIGHTS}) FROM found WHERE found MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?`,
    );
  }

  /** All that is found with its scores, the lowest being the best; undefined when it is too much to score. */
  scored({ base }: MatchExpressions, { low = 0n, high = LAST_ROW }: ScanLimits): Scores | undefined {
    if (this.scan.estimate(base, low, high) > SCORED) return undefined;
    const scores = this.scores(base, low, high, SCORED + 1);
    return scores.length > SCORED ? undefined : new Map(scores);
  }

  /** The order of what was found, right for the first `wanted` papers. */
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

  /** Puts those of each tier first, tier by tier until enough have their places; the others stay as they were. */
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
