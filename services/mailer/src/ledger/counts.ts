import { LEDGER_STATES, type LedgerState } from './ledger.js';
import type { ReturnedAs } from './returned.js';

/** How many rows stand in each state; `candidates` is their sum. */
export type LedgerCounts = Record<LedgerState, number> & {
  candidates: number;
  /** The number of rows by state and reason, for rows with a reason. */
  reasons: Partial<Record<LedgerState, Record<string, number>>>;
  /** The number of returned mails by the kind of return. */
  returned: Partial<Record<ReturnedAs, number>>;
};

/** Adds up groups of rows that share state, reason and return. */
export function countsOf(
  groups: readonly { state: LedgerState; reason?: string; returned?: ReturnedAs; rows: number }[],
): LedgerCounts {
  const none = Object.fromEntries(LEDGER_STATES.map((state) => [state, 0])) as Record<LedgerState, number>;
  const counts: LedgerCounts = { ...none, candidates: 0, reasons: {}, returned: {} };
  for (const { state, reason, returned, rows } of groups) {
    counts[state] += rows;
    counts.candidates += rows;
    if (returned !== undefined) counts.returned[returned] = (counts.returned[returned] ?? 0) + rows;
    if (reason === undefined) continue;
    const reasons = counts.reasons[state] ?? {};
    reasons[reason] = (reasons[reason] ?? 0) + rows;
    counts.reasons[state] = reasons;
  }
  return counts;
}
