const NUMBERS = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });

/** A number as people read it: thousands apart, whole ones whole, others with three digits after the point. */
export function numberText(value: number): string {
  return NUMBERS.format(value);
}
