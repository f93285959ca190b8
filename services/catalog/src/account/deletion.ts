import type { Farewell } from '@paperboy/contracts';

/** The collection of accounts that are being deleted. */
export const DELETIONS = 'deletions';

/**
 * The steps that delete an account, in this order. Each step may run twice. `account` comes first, so that nobody can
 * act in the person's name any more. `published` ends when the tombstones are on Kafka.
 */
export const STEPS = {
  first: ['account', 'subscriber', 'votes', 'comments', 'submissions', 'traces'],
  again: ['votes', 'comments', 'submissions', 'traces', 'published'],
} as const;
export type Round = keyof typeof STEPS;
export type Step = (typeof STEPS)[Round][number];

/** Where a deletion stands: which step of which round comes next. */
export interface Place {
  round: Round;
  step: Step;
}

/**
 * How long after the first round the second one searches everything again. By then, a write that was under way when the
 * person left has ended: a replica caches for a minute that a person exists, web caches a session for five seconds
 * and its own tokens for less than a minute. Writes that arrive even later fail, because their caller waits no longer.
 */
export const SETTLE_MS = 120_000;

/** An account that is being deleted. */
export interface DeletionDocument extends Place {
  /** The person's id. */
  _id: string;
  comments: Farewell['comments'];
  /** The person's mail address, for the steps of the first round. Removed after that round. */
  address?: string;
  askedAt: Date;
  /** When a replica may take the deletion. While a replica holds it, this is the end of the lease. */
  dueAt: Date;
}

/** Where a deletion begins. */
export const BEGIN: Place = { round: 'first', step: STEPS.first[0] };

/** The place after a step; undefined when the deletion is complete. */
export function placeAfter({ round, step }: Place): Place | undefined {
  const steps: readonly Step[] = STEPS[round];
  const next = steps[steps.indexOf(step) + 1];
  if (next !== undefined) return { round, step: next };
  return round === 'first' ? { round: 'again', step: STEPS.again[0] } : undefined;
}
