const FIRST_MS = 250;
const LONGEST_MS = 15_000;
/** A process that ran this long before it died counts as healthy. Its back-off then starts from the beginning. */
export const HEALTHY_AFTER_MS = 60_000;

/** How many deaths in a row to count, given how many there were before and how long the process ran this time. */
export function deathsInARow(before: number, ranForMs: number): number {
  return ranForMs >= HEALTHY_AFTER_MS ? 1 : before + 1;
}

/** Milliseconds to wait before a restart, by the number of deaths in a row. It doubles each time, up to 15 s. */
export function restartDelayMs(deaths: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(Math.max(deaths, 1) - 1, 16));
}
