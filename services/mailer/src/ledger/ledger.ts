import type { Outcome } from './outcome.js';

/**
 * The states of a mail.
 * - `claimed`: planned, not yet sent.
 * - `handed-off`: on its way to the relay.
 * - `accepted`: the relay said 250.
 * - `uncertain`: on its way when this process or the connection died. It is never sent again automatically.
 * - `failed`: refused for good, or given up.
 * - `suppressed`: its reader does not want it any more, or the address must get no mail.
 * - `skipped`: not sent for another reason, such as late or an edition without papers.
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

/** The states after the hand-over. They include `handed-off`, since a bounce may come before the relay's answer. */
export const WENT: readonly LedgerState[] = ['handed-off', 'accepted', 'uncertain'];

/** The fields of every row of a ledger: a digest's delivery or a single message. */
export interface LedgerRow {
  _id: string;
  state: LedgerState;
  /** Why it ended in this state, as a stable word. */
  reason?: string;
  /** When it should be sent. It is given up twelve hours later. */
  dueAt: Date;
  /** The number of refusals so far after which another attempt was planned. */
  attempts: number;
  /** The time of the last refusal that may concern all our mails. */
  refusedAt?: Date;
  nextAttemptAt: Date;
  /** The sender that handed the mail over, and the time until which it waits for the relay's answer. */
  lock?: { owner: string; until: Date };
  /** The id of the record of the mail's content. */
  recordId?: string;
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

/** The wait before the next attempt while the relay is not reachable. */
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
      if (isTooLate(row, nextAttemptAt))
        return { state: 'failed', reason: `given-up-${outcome.code}`, attempts };
      return { state: 'claimed', attempts, nextAttemptAt, ...(blamesRun ? { refusedAt: now } : {}) };
    }
  }
}

/** Whether a mail is too late to be sent: more than twelve hours. */
export function isTooLate(row: Pick<LedgerRow, 'dueAt'>, now: Date): boolean {
  return now.getTime() - row.dueAt.getTime() > GIVE_UP_MS;
}
