const NUMBERS = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });

/** A number as people read it: thousands apart, whole ones whole, others with three digits after the point. */
export function numberText(value: number): string {
  return NUMBERS.format(value);
}

/** `1 author`, `12 authors`; the same for any countable word whose plural ends in s. */
export function counted(count: number, word: string): string {
  return `${numberText(count)} ${word}${count === 1 ? '' : 's'}`;
}
