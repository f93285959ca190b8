import type { Cadence } from '@paperboy/contracts';
import { addDays, dayNumber, isLastOfMonth, isoWeek, mondayOf, weekday } from './local-date.js';
import { zoneYear } from './zone-offsets.js';

/** The publication's day: its zone and the time at which a day ends and the next begins (`HH:MM`). */
export interface PublicationDay {
  timeZone: string;
  rollOver: string;
}

/** When a subscriber wants the digest: the hour of the local date, 0 to 23. */
export interface Timing {
  cadence: Cadence;
  timeZone: string;
  hour: number;
  /** Of a weekly digest: 1 is Monday, 7 Sunday. Absent: the first day that the week's edition can come on. */
  weekday?: number;
}

/** One digest: the subscriber's local date, the moment it is due, and the edition it carries. */
export interface Due {
  /** `2026-11-22` in the subscriber's zone. */
  localDate: string;
  dueAt: Date;
  editionId: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An edition has this long to be closed after its period has ended; a digest that carries it is never due earlier. */
export const SPARE_MS = 15 * MINUTE;

/** A digest that is later than this is recorded as skipped and not sent. */
export const LATE_MS = 12 * HOUR;

/** How many days `followingDue` looks ahead: 31 to the next end of a month, and some for `daysBehind`. */
const SEARCHED_DAYS = 35;

/**
 * The most days from the end of a period to the local date that carries its edition: zones are at most 26 hours apart,
 * the hour may be 0, and a weekly digest may wait six more days for its weekday.
 */
const MOST_DAYS_BEHIND = 11;

/**
 * The digest of local date D carries the edition of day D-k. This gives k: the smallest number for which day D-k has
 * ended at least 15 minutes before the hour of D, whatever UTC offsets the two zones have in that year.
 * k is the same for every date of a year. So each date carries one edition, and each edition comes on one date, also
 * when clocks change. ("The newest closed edition" would not promise this.)
 */
export function daysBehind(
  timing: Pick<Timing, 'timeZone' | 'hour'>,
  publication: PublicationDay,
  year: number,
): number {
  const { greatest } = zoneYear(timing.timeZone, year);
  const { least } = zoneYear(publication.timeZone, year);
  const [hours = 0, minutes = 0] = publication.rollOver.split(':').map(Number);
  const rollOver = hours * HOUR + minutes * MINUTE;
  // Day D-k ends at the latest at (D-k+1) + roll-over - least; the hour of D comes at the earliest at D + hour -
  // greatest.
  return 1 + Math.ceil((SPARE_MS + rollOver - least + greatest - timing.hour * HOUR) / DAY);
}

/**
 * The edition that a local date carries. Undefined when the cadence has none for that date: the edition of a week or a
 * month comes on the date that would carry the period's last day, or on the weekday that the reader chose.
 */
export function editionOn(
  timing: Timing,
  publication: PublicationDay,
  localDate: string,
): string | undefined {
  const day = addDays(localDate, -daysBehind(timing, publication, Number(localDate.slice(0, 4))));
  if (timing.cadence === 'day') return `day-${day}`;
  if (timing.cadence === 'month') return isLastOfMonth(day) ? `month-${day.slice(0, 7)}` : undefined;
  if (timing.weekday === undefined) return weekday(day) === 7 ? `week-${isoWeek(day)}` : undefined;
  if (weekday(localDate) !== timing.weekday) return undefined;
  const daysSinceSunday = weekday(day) % 7;
  return `week-${isoWeek(addDays(day, -daysSinceSunday))}`;
}

/**
 * The moment of an hour on a local date. An hour that comes twice, because clocks are put back, means the first one. An
 * hour that does not come, because clocks are put forward, means the first moment after the gap.
 */
export function momentOf(localDate: string, hour: number, timeZone: string): Date {
  const wall = dayNumber(localDate) * DAY + hour * HOUR;
  const { stretches } = zoneYear(timeZone, Number(localDate.slice(0, 4)));
  for (const [index, { from, offset }] of stretches.entries()) {
    const until = stretches[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    if (wall - offset < from) return new Date(from);
    if (wall - offset < until) return new Date(wall - offset);
  }
  throw new Error(`No moment of ${timeZone} shows ${hour} o'clock on ${localDate}.`);
}

/** The date that a zone's calendars show at a moment. */
export function localDateAt(moment: Date, timeZone: string): string {
  const { stretches } = zoneYear(timeZone, moment.getUTCFullYear());
  const stretch = stretches.findLast(({ from }) => from <= moment.getTime());
  return new Date(moment.getTime() + (stretch?.offset ?? 0)).toISOString().slice(0, 10);
}

/** The next digest after a local date. A subscription moves on by this, from one digest to the next. */
export function followingDue(timing: Timing, publication: PublicationDay, localDate: string): Due {
  for (let days = 1; days <= SEARCHED_DAYS; days++) {
    const date = addDays(localDate, days);
    const editionId = editionOn(timing, publication, date);
    if (editionId) return { localDate: date, dueAt: momentOf(date, timing.hour, timing.timeZone), editionId };
  }
  throw new Error(`No digest of cadence ${timing.cadence} falls into the month after ${localDate}.`);
}

/** The first digest that is due after a moment. */
export function nextDue(timing: Timing, publication: PublicationDay, after: Date): Due {
  // It begins two days before: where clocks are put forward, the digest of yesterday may be due today.
  let due = followingDue(timing, publication, addDays(localDateAt(after, timing.timeZone), -2));
  while (due.dueAt.getTime() <= after.getTime()) due = followingDue(timing, publication, due.localDate);
  return due;
}

/** When a subscription's own schedule brings an edition; undefined when it never does. */
export function momentOfEdition(
  timing: Timing,
  publication: PublicationDay,
  editionId: string,
): Date | undefined {
  const lastDay = lastDayOf(editionId);
  for (let days = -1; days <= MOST_DAYS_BEHIND; days++) {
    const date = addDays(lastDay, days);
    if (editionOn(timing, publication, date) === editionId)
      return momentOf(date, timing.hour, timing.timeZone);
  }
  return undefined;
}

/** When the period of an edition ends. */
export function editionEnd(editionId: string, publication: PublicationDay): Date {
  const [hours = 0, minutes = 0] = publication.rollOver.split(':').map(Number);
  const next = addDays(lastDayOf(editionId), 1);
  return new Date(momentOf(next, hours, publication.timeZone).getTime() + minutes * MINUTE);
}

/** The last day of the period that an edition's id names. */
function lastDayOf(editionId: string): string {
  const period = editionId.slice(editionId.indexOf('-') + 1);
  if (editionId.startsWith('day-')) return period;
  if (editionId.startsWith('week-')) return addDays(mondayOf(period), 6);
  const inNextMonth = addDays(`${period}-28`, 4);
  return addDays(`${inNextMonth.slice(0, 7)}-01`, -1);
}

/** Whether a digest is so late that a reader would rather wait for the next. */
export function isTooLate(dueAt: Date, now: Date): boolean {
  return now.getTime() - dueAt.getTime() > LATE_MS;
}
