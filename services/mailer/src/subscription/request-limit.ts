const MINUTE = 60_000;

/** One address is asked for confirmation at most once in this time, whoever types it into the form. */
export const QUIET_MS = 5 * MINUTE;

/** And at most so often in a day, so that nobody's mailbox can be filled through us. */
export const PER_DAY = 5;

/** Whether one more confirmation may be sent to an address that was asked at these moments before. */
export function mayAskAgain(askedBefore: readonly Date[], now: Date): boolean {
  const ages = askedBefore.map((moment) => now.getTime() - moment.getTime());
  return (
    ages.every((age) => age >= QUIET_MS) && ages.filter((age) => age < 24 * 60 * MINUTE).length < PER_DAY
  );
}

/** A name of the five minutes in which a moment lies: two requests at the same instant collide on it. */
export function quietWindow(now: Date): number {
  return Math.floor(now.getTime() / QUIET_MS);
}
