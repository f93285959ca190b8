/**
 * Arithmetic that gives the same bits everywhere. It uses only + - * / (which IEEE 754 rounds exactly) and splits a
 * double into fraction and exponent. The Redis script does the same steps in Lua; a property test compares the bits.
 * `Math.log2` and `Math.pow` may differ in their last bit from one machine to the next.
 */

const view = new DataView(new ArrayBuffer(8));

/** Splits a positive normal double: `value = fraction * 2 ** exponent` with fraction in [0.5, 1). */
export function takeApart(value: number): { fraction: number; exponent: number } {
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const exponent = ((high >>> 20) & 0x7ff) - 1022;
  view.setUint32(0, ((high & 0x800fffff) | (1022 << 20)) >>> 0);
  return { fraction: view.getFloat64(0), exponent };
}

/** log2(e), and the number of terms of the series below. Lua uses the same values. */
export const LOG2_E = Math.LOG2E;
export const LOG_TERMS = 13;
/** A fraction below this is doubled, because the series converges fastest near 1. */
export const ROOT_HALF = Math.SQRT1_2;

/**
 * The binary logarithm of a positive number, within 2e-16 of the true one relative to the fraction's part.
 * ln(m) = 2 (t + t^3/3 + t^5/5 + ...) with t = (m - 1) / (m + 1); |t| < 0.172, so 13 terms reach the last bit.
 */
export function log2(value: number): number {
  let { fraction, exponent } = takeApart(value);
  if (fraction < ROOT_HALF) {
    fraction = fraction * 2;
    exponent = exponent - 1;
  }
  const t = (fraction - 1) / (fraction + 1);
  const square = t * t;
  let sum = 0;
  for (let n = 2 * LOG_TERMS - 1; n >= 1; n -= 2) sum = sum * square + 1 / n;
  return exponent + 2 * t * sum * LOG2_E;
}

/** 2 ** (k / parts) for k from 0 to parts - 1: computed once and passed to Lua, so that both use the same doubles. */
export function fractionsOfTwo(parts: number): number[] {
  return Array.from({ length: parts }, (_, k) => 2 ** (k / parts));
}
