import { isTooLate } from '../due/due.js';

/** Why a subscription does not get an edition by an operator's command; a stable word. */
export type NotNow = 'confirmed-later' | 'newer-went-first' | 'late' | 'had-one-today' | 'paused';

/** The newest digest of a subscription that was sent or is about to be. */
export interface LastDigest {
  editionId: string;
  localDate?: string;
}

/** What decides whether a command brings an edition to a subscription. */
export interface FitnessFacts {
  editionId: string;
  /** From when on the edition takes no more votes: the end of its period, or an early close. */
  cutoffAt: Date;
  /** The moment at which the subscription's own hour brings this edition; undefined when no date of it does. */
  ownMoment: Date | undefined;
  confirmedAt: Date | undefined;
  last: LastDigest | undefined;
  /** The date in the subscriber's zone. */
  today: string;
}

/**
 * The reason for which a command does not bring an edition to a subscription; undefined when it does. `late` lets old
 * editions out. Nothing lets two digests out to one subscription on one date.
 */
export function reasonNotToDeliver(facts: FitnessFacts, late: boolean, now: Date): NotNow | undefined {
  if (facts.last?.localDate === facts.today) return 'had-one-today';
  if (late) return undefined;
  if (!facts.confirmedAt || facts.confirmedAt > facts.cutoffAt) return 'confirmed-later';
  // Ids of one cadence are in the order of their periods.
  if (facts.last && facts.last.editionId > facts.editionId) return 'newer-went-first';
  return isTooLate(facts.ownMoment ?? facts.cutoffAt, now) ? 'late' : undefined;
}
