import { isTooLate } from '../due/due.js';

/** Why a command does not send an edition to a subscription, as a stable word. */
export type NotNow = 'confirmed-later' | 'newer-went-first' | 'late' | 'had-one-today' | 'paused';

/** The newest digest of a subscription that was sent or is about to be sent. */
export interface LastDigest {
  editionId: string;
  localDate?: string;
}

/** The facts that decide whether a command sends an edition to a subscription. */
export interface FitnessFacts {
  editionId: string;
  /** When the edition stopped counting votes: at the end of its period, or at an early close. */
  cutoffAt: Date;
  /** The moment at which the subscription's schedule has this edition. Undefined when it never has. */
  ownMoment: Date | undefined;
  confirmedAt: Date | undefined;
  last: LastDigest | undefined;
  /** The date in the subscriber's zone. */
  today: string;
}

/**
 * The reason why a command does not send an edition to a subscription. Undefined when it does. `late` allows old
 * editions. A second digest for a subscription on one date is never allowed.
 */
export function reasonNotToDeliver(facts: FitnessFacts, late: boolean, now: Date): NotNow | undefined {
  if (facts.last?.localDate === facts.today) return 'had-one-today';
  if (late) return undefined;
  if (!facts.confirmedAt || facts.confirmedAt > facts.cutoffAt) return 'confirmed-later';
  // Ids of one cadence are in the order of their periods.
  if (facts.last && facts.last.editionId > facts.editionId) return 'newer-went-first';
  return isTooLate(facts.ownMoment ?? facts.cutoffAt, now) ? 'late' : undefined;
}
