import { z } from 'zod';

/**
 * A whole number from outside, as JSON or as digits of a form or query. `null`, `true`, `[8]`, `""` and `0x8` are
 * refused, although JavaScript would turn them into numbers.
 */
export function wholeNumber(least: number, most: number) {
  const allowed = `expected a whole number from ${least} to ${most}`;
  return z.preprocess(
    (sent) => (typeof sent === 'string' && /^\d{1,9}$/.test(sent) ? Number(sent) : sent),
    z.number(allowed).int(allowed).min(least, allowed).max(most, allowed),
  );
}
