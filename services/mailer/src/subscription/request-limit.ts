const MINUTE = 60_000;

/** The same request is answered by mail at most once in this time, whoever types it into the form. */
export const QUIET_MS = 5 * MINUTE;

/** The most confirmations to a mailbox in a day, so that the form can't be used to flood a mailbox. */
export const PER_DAY = 5;

/** An earlier request that was answered by a mail. */
export interface AskedBefore {
  readonly at: Date;
  /** Whether it asked for the same as the current request. A correction does not. */
  readonly same: boolean;
}

/** Whether one more confirmation may be sent to a mailbox, by the earlier requests for it. */
export function mayAskAgain(before: readonly AskedBefore[], now: Date): boolean {
  const ages = before.map(({ at, same }) => ({ age: now.getTime() - at.getTime(), same }));
  return (
    ages.every(({ age, same }) => !same || age >= QUIET_MS) &&
    ages.filter(({ age }) => age < 24 * 60 * MINUTE).length < PER_DAY
  );
}
