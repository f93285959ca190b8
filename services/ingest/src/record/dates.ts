const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const RFC_2822 =
  /^(?:[A-Z][a-z]{2},\s*)?(\d{1,2})\s+([A-Z][a-z]{2})\s+(\d{4})\s+(\d{2}):(\d{2})(?::(\d{2}))?\s+(?:GMT|UTC|UT|Z|([+-])(\d{2})(\d{2}))$/;

/** The moment that an RFC 2822 date such as `Mon, 2 Apr 2007 19:18:42 GMT` means; undefined when it is none. */
export function rfc2822Moment(text: string): Date | undefined {
  const match = RFC_2822.exec(text.trim());
  if (!match) return undefined;
  const [, day, monthName, year, hour, minute, second = '0', sign, offsetHours = '0', offsetMinutes = '0'] =
    match;
  const month = MONTHS.indexOf(monthName ?? '');
  const fields = [Number(day), Number(hour), Number(minute), Number(second)] as const;
  const local = new Date(Date.UTC(Number(year), month, ...fields));
  // Date carries over (31 Feb becomes 3 Mar) instead of refusing.
  const exact =
    month >= 0 &&
    local.getUTCDate() === fields[0] &&
    local.getUTCHours() === fields[1] &&
    local.getUTCMinutes() === fields[2] &&
    local.getUTCSeconds() === fields[3];
  if (!exact || Number(year) < 1900) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  return new Date(local.getTime() - offset * 60_000);
}
