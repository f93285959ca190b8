const FIRST_MS = 60_000;
const LONGEST_MS = 60 * 60_000;

/** When to try again after so many failures in a row, from 1; `random` from 0 to 1. Not before the source itself wishes. */
export function retryAt(now: Date, failures: number, random: number, wished?: Date): Date {
  const wait = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), LONGEST_MS);
  return new Date(Math.max(now.getTime() + wait * (0.75 + random / 2), wished?.getTime() ?? 0));
}
