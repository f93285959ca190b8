import { Temporal } from 'temporal-polyfill';

/** When the publication's days begin: `rollOver` (HH:MM) of each date in `timeZone`. */
export interface PublicationTime {
  timeZone: string;
  rollOver: string;
}

/** When a day of the publication begins, so many days after (or before) `day`. */
export function dayStart(day: string, { timeZone, rollOver }: PublicationTime, days = 0): Date {
  const date = Temporal.PlainDate.from(day).add({ days });
  const start = date.toPlainDateTime(Temporal.PlainTime.from(rollOver)).toZonedDateTime(timeZone);
  return new Date(start.epochMilliseconds);
}

/** The day of the publication that holds a moment, such as `2026-11-22`. */
export function publicationDay(now: Date, time: PublicationTime): string {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(time.timeZone);
  const date = local.toPlainDate().toString();
  return now >= dayStart(date, time) ? date : dayBefore(date);
}

/** The date before. */
export function dayBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
}
