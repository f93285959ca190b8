/** Bounds of the waits between tries. */
export interface BackOff {
  firstMs: number;
  mostMs: number;
}

/**
 * Milliseconds to wait after this many failures (from 1). The wait doubles up to `mostMs`; half of it is random, so
 * that many do not retry at once.
 */
export function backOffMs(
  failures: number,
  { firstMs, mostMs }: BackOff,
  random: () => number = Math.random,
): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(30, Math.max(0, failures - 1)));
  return Math.round(full / 2 + (full / 2) * random());
}
