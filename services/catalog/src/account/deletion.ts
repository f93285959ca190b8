import type { Farewell } from '@paperboy/contracts';

/** The collection of accounts that are being deleted. */
export const DELETIONS = 'deletions';

/**
 * What is done to delete an account, in this order. Each step may be done twice. `account` goes first, so that nobody acts
 * in the person's name any more; `published` ends when the tombstones are on Kafka.
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
 * How long after the first round all is looked for again: a write that was on its way when its person left has ended by
 * then. A replica believes for a minute that a person is there, web a session for five seconds and its own tokens for less
 * than a minute; later writes are refused by the time that their caller waits.
 */
export const SETTLE_MS = 120_000;

/** An account that is being deleted. */
export interface DeletionDocument extends Place {
  /** The person's id. */
  _id: string;
  comments: Farewell['comments'];
  /** For the steps of the first round that need it; then it goes. */
  address?: string;
  askedAt: Date;
  /** From then on a replica may take it in hand; the end of its lease while one has. */
  dueAt: Date;
}

/** Where a deletion begins. */
export const BEGIN: Place = { round: 'first', step: STEPS.first[0] };

/** What follows a step: the next one, or nothing when all is done. */
export function placeAfter({ round, step }: Place): Place | undefined {
  const steps: readonly Step[] = STEPS[round];
  const next = steps[steps.indexOf(step) + 1];
  if (next !== undefined) return { round, step: next };
  return round === 'first' ? { round: 'again', step: STEPS.again[0] } : undefined;
}
