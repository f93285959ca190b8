const REASONS: Readonly<Record<string, string>> = {
  'new-person-limit':
    'cast by people who joined less than a day ago, beyond the few of them that count each day',
  suspended: 'cast by people who are suspended',
  ring: 'set aside because accounts voted together',
};

/** Why votes do not count, in words. */
export function reasonText(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll('-', ' ');
}

const WEIGHTS = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** A weight, of which 1 is a vote that is cast now. It always has three decimals, so that a column is aligned. */
export function weightText(weight: number): string {
  return WEIGHTS.format(weight);
}
