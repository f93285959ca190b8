import type Database from 'libsql';
import { allValues, firstValue } from '../index/statement.reader.js';

/** The number of papers in a window. A step of a scan reads at least one window, and can't be interrupted. */
const WINDOW = 10_000;
/** After a step of less than CHEAP_MS the next one is larger. After one of more than DEAR_MS it is smaller. */
const CHEAP_MS = 4;
const DEAR_MS = 16;
const WINDOWS_KEPT_MS = 30_000;
/** Higher than any row. */
export const LAST_ROW = 2n ** 62n;

/** A range of rows, both ends included. */
interface Window {
  readonly low: bigint;
  readonly high: bigint;
}

/** What a scan found, the newest first. */
export interface Scanned {
  readonly rows: number[];
  /** The lowest row that was read; undefined when all were read. */
  readonly lookedDownTo?: bigint;
  /** Whether the deadline ended the scan. */
  readonly late: boolean;
}

/** Limits of a scan: the most rows, the deadline (in `performance.now()`), and the range of rows. */
export interface ScanLimits {
  readonly most: number;
  readonly deadline: number;
  readonly low?: bigint;
  readonly high?: bigint;
}

/** Reads the papers that fulfil an expression, from the newest, in steps of bounded cost. */
export class MatchScan {
  private readonly rows;
  private readonly count;
  private readonly boundary;
  private kept: { readonly at: number; readonly windows: readonly Window[] } | undefined;

  constructor(database: Database.Database) {
    const matched = 'found WHERE found MATCH ? AND rowid BETWEEN ? AND ?';
    this.rows = allValues<number>(database, `SELECT rowid FROM ${matched} ORDER BY rowid DESC LIMIT ?`);
    this.count = firstValue<number>(database, `SELECT count(*) FROM ${matched}`);
    this.boundary = firstValue<number>(
      database,
      'SELECT row FROM papers WHERE row < ? ORDER BY row DESC LIMIT 1 OFFSET ?',
    );
  }

  /** The newest papers that fulfil an expression. */
  newest(expression: string, { most, deadline, low = 0n, high = LAST_ROW }: ScanLimits): Scanned {
    const rows: number[] = [];
    for (const window of this.steps(low, high)) {
      if (window.high !== high && performance.now() > deadline)
        return { rows, lookedDownTo: window.high + 1n, late: true };
      const found = this.rows(expression, window.low, window.high, most - rows.length);
      rows.push(...found);
      if (rows.length >= most) return { rows, lookedDownTo: BigInt(rows.at(-1) ?? 0), late: false };
    }
    return { rows, late: false };
  }

  /**
   * About how many papers of a range of rows fulfil an expression: the number in the newest window of the range,
   * multiplied by the number of windows that the range touches.
   */
  estimate(expression: string, low = 0n, high = LAST_ROW): number {
    const windows = this.windows().filter((window) => window.low <= high && window.high >= low);
    const newest = windows[0];
    if (newest === undefined) return 0;
    const from = newest.low < low ? low : newest.low;
    return (this.count(expression, from, high) ?? 0) * windows.length;
  }

  /** How many papers fulfil an expression. `counted` is false when a limit ended the counting. */
  total(
    expression: string,
    { most, deadline, low = 0n, high = LAST_ROW }: ScanLimits,
  ): { total: number; counted: boolean } {
    let total = 0;
    for (const window of this.steps(low, high)) {
      if (total >= most || performance.now() > deadline) return { total, counted: false };
      total += this.count(expression, window.low, window.high) ?? 0;
    }
    return { total, counted: true };
  }

  /** Steps from `high` down to `low`. The first has one window, and they grow as long as they take little time. */
  private *steps(low: bigint, high: bigint): Generator<Window> {
    const windows = this.windows();
    let at = windows.findIndex((window) => window.low <= high);
    let top = high;
    for (let together = 1; at >= 0 && at < windows.length && top >= low; ) {
      const last = Math.min(at + together, windows.length) - 1;
      const bottom = windows[last]?.low ?? 0n;
      const begin = performance.now();
      yield { low: bottom < low ? low : bottom, high: top };
      const took = performance.now() - begin;
      if (took < CHEAP_MS) together *= 4;
      else if (took > DEAR_MS) together = Math.max(1, Math.floor(together / 4));
      at = last + 1;
      top = bottom - 1n;
    }
  }

  /**
   * The windows, from the newest. They are reused for a while: papers that are added meanwhile make one a bit larger.
   */
  private windows(): readonly Window[] {
    const now = performance.now();
    if (this.kept !== undefined && now - this.kept.at < WINDOWS_KEPT_MS) return this.kept.windows;
    const windows: Window[] = [];
    let high = LAST_ROW;
    for (;;) {
      const low = this.boundary(high, WINDOW - 1);
      if (low === undefined) break;
      windows.push({ low: BigInt(low), high });
      high = BigInt(low) - 1n;
    }
    windows.push({ low: 0n, high });
    this.kept = { at: now, windows };
    return windows;
  }
}
