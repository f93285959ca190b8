import type { Outcome } from './outcome.js';

/**
 * What may be said of a mail. `claimed`: planned, not yet sent. `handed-off`: on its way to the relay. `accepted`: the
 * relay said 250. `uncertain`: on its way when this process or the connection died; never sent again by itself.
 * `failed`: refused for good, or given up. `suppressed`: its reader does not want it any more, or can't get any.
 * `skipped`: not sent for a reason of ours (late, an edition without papers).
 */
export const LEDGER_STATES = [
  'claimed',
  'handed-off',
  'accepted',
  'uncertain',
  'failed',
  'suppressed',
  'skipped',
] as const;
export type LedgerState = (typeof LEDGER_STATES)[number];

/** The fields of every row of a ledger: a digest's delivery or a single message. */
export interface LedgerRow {
  _id: string;
  state: LedgerState;
  /** Why it ended as it did; a stable word. */
  reason?: string;
  /** When it was meant to be sent; it is given up twelve hours later. */
  dueAt: Date;
  /** Refusals so far that were followed by another attempt. */
  attempts: number;
  /** The time of the last refusal that may be meant for all our mails. */
  refusedAt?: Date;
  nextAttemptAt: Date;
  /** The sender that handed the mail over, and the end of the time in which an answer may come. */
  lock?: { owner: string; until: Date };
  endedAt?: Date;
}

/** What a hand-over changes in its row. */
export interface Settlement {
  state: LedgerState;
  reason?: string;
  attempts?: number;
  nextAttemptAt?: Date;
  refusedAt?: Date;
}

/** How long a relay that is away is left alone before the next attempt. */
export const AWAY_MS = 2_000;

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 30 * 60_000;
const GIVE_UP_MS = 12 * 3_600_000;

/**
 * The change of a row that follows from the outcome of its hand-over. `othersAccepted` says that the relay has accepted
 * other mails since it last refused this one. Then a refusal that names no recipient is meant for this mail.
 */
export function settlement(
  outcome: Outcome,
  row: Pick<LedgerRow, 'attempts' | 'dueAt'>,
  now: Date,
  othersAccepted = false,
): Settlement {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'accepted' };
    case 'uncertain':
      return { state: 'uncertain', reason: `connection-lost-${outcome.reason}` };
    case 'away':
      return { state: 'claimed', nextAttemptAt: new Date(now.getTime() + AWAY_MS) };
    case 'refused': {
      const blamesRun = outcome.when === 'never' && outcome.blames === 'run' && !othersAccepted;
      if (outcome.when === 'never' && !blamesRun)
        return { state: 'failed', reason: `refused-${outcome.code}` };
      const attempts = row.attempts + 1;
      const wait = Math.min(FIRST_WAIT_MS * 2 ** row.attempts, LONGEST_WAIT_MS);
      const nextAttemptAt = new Date(now.getTime() + wait);
      if (isGivenUp(row, nextAttemptAt))
        return { state: 'failed', reason: `given-up-${outcome.code}`, attempts };
      return { state: 'claimed', attempts, nextAttemptAt, ...(blamesRun ? { refusedAt: now } : {}) };
    }
  }
}

/** Whether a mail is so old that it is not worth sending any more. */
export function isGivenUp(row: Pick<LedgerRow, 'dueAt'>, now: Date): boolean {
  return now.getTime() - row.dueAt.getTime() > GIVE_UP_MS;
}
