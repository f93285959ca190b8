/** `2026-11-22` as `22 November`, with the year only when it is not the year of `now`; times count in UTC. */
export function dayText(date: string, now: Date, month: 'long' | 'short' = 'long'): string {
  const at = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return date;
  const year = at.getUTCFullYear() === now.getUTCFullYear() ? '' : ` ${at.getUTCFullYear()}`;
  return `${at.getUTCDate()} ${monthName(at, month)}${year}`;
}

/** `2026-11-22` as `Sunday, 22 November`. */
export function weekdayText(date: string, now: Date): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return date;
  return `${new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(at)}, ${dayText(date, now)}`;
}

/** `2026-11` as `November 2026`. */
export function monthText(period: string): string {
  const at = new Date(`${period}-01T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? period : `${monthName(at, 'long')} ${at.getUTCFullYear()}`;
}

/** The Monday and the Sunday of an ISO week, `16 to 22 November`. Source: ISO 8601, week 1 holds 4 January. */
export function weekText(period: string, now: Date): string {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(period) ?? [];
  if (year === undefined || week === undefined) return period;
  const fourth = new Date(`${year}-01-04T00:00:00Z`);
  const monday = new Date(
    fourth.getTime() + ((Number(week) - 1) * 7 - ((fourth.getUTCDay() + 6) % 7)) * DAY_MS,
  );
  const sunday = new Date(monday.getTime() + 6 * DAY_MS);
  const end = dayText(isoDay(sunday), now);
  return monday.getUTCMonth() === sunday.getUTCMonth()
    ? `${monday.getUTCDate()} to ${end}`
    : `${dayText(isoDay(monday), now)} to ${end}`;
}

const DAY_MS = 86_400_000;

function isoDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function monthName(at: Date, month: 'long' | 'short'): string {
  return new Intl.DateTimeFormat('en-GB', { month, timeZone: 'UTC' }).format(at);
}

/** The days of a month in weeks from Monday to Sunday, with gaps before the first and behind the last. */
export function monthDays(month: string): (string | undefined)[][] {
  const first = new Date(`${month}-01T00:00:00Z`);
  if (Number.isNaN(first.getTime())) return [];
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const before = (first.getUTCDay() + 6) % 7;
  const cells = Array.from({ length: Math.ceil((before + days) / 7) * 7 }, (_, at) => {
    const day = at - before + 1;
    return day >= 1 && day <= days ? `${month}-${String(day).padStart(2, '0')}` : undefined;
  });
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
