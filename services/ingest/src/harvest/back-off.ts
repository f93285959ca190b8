const FIRST_MS = 60_000;
const LONGEST_MS = 60 * 60_000;

/**
 * When to try again after a number of failures in a row (1 or more), and not before the moment that the source itself
 * named. `random` is between 0 and 1.
 */
export function retryAt(now: Date, failures: number, random: number, wished?: Date): Date {
  const wait = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), LONGEST_MS);
  return new Date(Math.max(now.getTime() + wait * (0.75 + random / 2), wished?.getTime() ?? 0));
}
