const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** The zones that RFC 2822 names, in hours east of Greenwich. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ...['gmt', 'utc', 'ut', 'z'].map((name): [string, number] => [name, 0]),
  ...['e', 'c', 'm', 'p'].flatMap((name, at): [string, number][] => [
    [`${name}dt`, -4 - at],
    [`${name}st`, -5 - at],
  ]),
]);
const RFC_2822 =
  /^(?:[a-z]{3},\s*)?(\d{1,2})\s+([a-z]{3})\s+(\d{2}|\d{4})\s+(\d{2}):(\d{2})(?::(\d{2}))?\s+(?:([a-z]{1,3})|([+-])(\d{2})(\d{2}))(?:\s*\([^()]{0,40}\))?$/;

/**
 * The moment that an RFC 2822 date such as `Mon, 2 Apr 2007 19:18:42 GMT` means, in its obsolete forms as well: years of
 * two digits, named zones. Undefined when it is none.
 */
export function rfc2822Moment(text: string): Date | undefined {
  const match = RFC_2822.exec(text.trim().toLowerCase());
  if (!match) return undefined;
  const [, day, monthName, years = '', hour, minute, said = '0', zone, sign, offsetHours, offsetMinutes] =
    match;
  const year = fullYear(years);
  const month = MONTHS.indexOf(monthName ?? '');
  // A leap second has no moment of its own.
  const second = said === '60' && minute === '59' ? 59 : Number(said);
  const fields = [Number(day), Number(hour), Number(minute), second] as const;
  const local = new Date(Date.UTC(year, month, ...fields));
  // Date carries over (31 Feb becomes 3 Mar) instead of refusing.
  const exact =
    month >= 0 &&
    local.getUTCDate() === fields[0] &&
    local.getUTCHours() === fields[1] &&
    local.getUTCMinutes() === fields[2] &&
    local.getUTCSeconds() === fields[3];
  const hours = zone === undefined ? undefined : ZONES.get(zone);
  if (!exact || year < 1900 || (zone !== undefined && hours === undefined)) return undefined;
  const offset =
    hours === undefined
      ? (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1)
      : hours * 60;
  return new Date(local.getTime() - offset * 60_000);
}

/** As RFC 2822 reads years of two digits: from 1950 to 2049. */
function fullYear(digits: string): number {
  if (digits.length === 4) return Number(digits);
  return Number(digits) + (Number(digits) < 50 ? 2000 : 1900);
}
