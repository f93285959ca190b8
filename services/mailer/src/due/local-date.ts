/**
 * Calendar dates as `YYYY-MM-DD`. Plain arithmetic on UTC days is fast, and planning needs it for every subscription.
 */
const DAY = 86_400_000;

/** The days since 1970-01-01. */
export function dayNumber(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return Date.UTC(year, month - 1, day) / DAY;
}

/** The date `days` days later; earlier when `days` is negative. */
export function addDays(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * DAY).toISOString().slice(0, 10);
}

/** Whether a date is the last of its month. */
export function isLastOfMonth(date: string): boolean {
  return addDays(date, 1).endsWith('-01');
}

/** Monday is 1, Sunday 7. */
export function weekday(date: string): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** The ISO 8601 week of a date, such as `2026-W47`: it belongs to the year in which its Thursday lies. */
export function isoWeek(date: string): string {
  const thursday = addDays(date, 4 - weekday(date));
  const year = thursday.slice(0, 4);
  const week = Math.floor((dayNumber(thursday) - dayNumber(`${year}-01-01`)) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The first and the last day of a day, week or month such as `2026-W47`. */
export function daysOf({ cadence, period }: { cadence: 'day' | 'week' | 'month'; period: string }): {
  from: string;
  to: string;
} {
  if (cadence === 'day') return { from: period, to: period };
  if (cadence === 'week') return { from: mondayOf(period), to: addDays(mondayOf(period), 6) };
  const from = `${period}-01`;
  let to = addDays(from, 27);
  while (!isLastOfMonth(to)) to = addDays(to, 1);
  return { from, to };
}

/** The first day of an ISO week such as `2026-W47`. */
export function mondayOf(week: string): string {
  // The fourth of January is always in the first ISO week.
  const fourth = `${week.slice(0, 4)}-01-04`;
  return addDays(fourth, 1 - weekday(fourth) + (Number(week.slice(6)) - 1) * 7);
}
