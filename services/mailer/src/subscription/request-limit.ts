const MINUTE = 60_000;

/** The same request is answered by mail at most once in this time, whoever types it into the form. */
export const QUIET_MS = 5 * MINUTE;

/** And a mailbox gets at most so many confirmations in a day, so that nobody's can be filled through us. */
export const PER_DAY = 5;

/** A request that was answered by a mail before. */
export interface AskedBefore {
  readonly at: Date;
  /** Whether it asked for the same as the one in hand; a correction is not. */
  readonly same: boolean;
}

/** Whether one more confirmation may be sent to a mailbox that was sent these before. */
export function mayAskAgain(before: readonly AskedBefore[], now: Date): boolean {
  const ages = before.map(({ at, same }) => ({ age: now.getTime() - at.getTime(), same }));
  return (
    ages.every(({ age, same }) => !same || age >= QUIET_MS) &&
    ages.filter(({ age }) => age < 24 * 60 * MINUTE).length < PER_DAY
  );
}
