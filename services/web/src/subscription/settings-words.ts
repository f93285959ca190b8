import type { SubscriptionSettings } from '@paperboy/contracts';

/** How often a digest comes, in words. */
export const CADENCE_OPTIONS = [
  ['day', 'Every day'],
  ['week', 'Every week'],
  ['month', 'Every month'],
] as const;

/** A summary of a digest: `Every day at 08:00, cs.LG`. */
export function settingsInWords({
  cadence,
  hour,
  categories,
  keywords,
  authors,
}: SubscriptionSettings): string {
  const often = CADENCE_OPTIONS.find(([value]) => value === cadence)?.[1] ?? cadence;
  return [`${often} at ${clock(hour)}`, ...categories, ...keywords, ...authors].join(', ');
}

/** `08:00`. */
export function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
