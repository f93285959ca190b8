const DAY_MS = 86_400_000;

/** The first moment (UTC) of a year, month or day, and the first moment after it; undefined for any other text. */
export function dateSpan(written: string): { start: Date; end: Date } | undefined {
  const found = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(written);
  if (!found) return undefined;
  const [, year, month, day] = found.map(Number) as [number, number, number, number];
  const hasMonth = found[2] !== undefined;
  const hasDay = found[3] !== undefined;
  if (hasMonth && (month < 1 || month > 12)) return undefined;
  const start = utc(year, hasMonth ? month - 1 : 0, hasDay ? day : 1);
  if (hasDay && start.getUTCDate() !== day) return undefined;
  if (hasDay) return { start, end: new Date(start.getTime() + DAY_MS) };
  return { start, end: hasMonth ? utc(year, month, 1) : utc(year + 1, 0, 1) };
}

/** A date in UTC. `Date.UTC` would interpret the years 0 to 99 as 1900 to 1999. */
function utc(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date;
}
