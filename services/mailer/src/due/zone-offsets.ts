import { Temporal } from 'temporal-polyfill';

/** A stretch of time in which a zone keeps one UTC offset: from a moment until the next stretch begins. */
export interface OffsetSpan {
  /** Milliseconds since 1970; minus infinity for the first. */
  from: number;
  /** Milliseconds east of UTC. */
  offset: number;
}

/** The UTC offsets of a zone within one calendar year. */
export interface ZoneYear {
  /** In order of time. They reach two days beyond both ends of the year, for the dates near these ends. */
  stretches: readonly OffsetSpan[];
  /** The least and the greatest offset within the year. */
  least: number;
  greatest: number;
}

const NANOSECONDS_PER_MILLISECOND = 1_000_000;
const EDGE = 2 * 86_400_000;
const cache = new Map<string, ZoneYear>();

/** The offsets of a zone in a year; remembered, since planning asks for the same few hundred zones again and again. */
export function zoneYear(timeZone: string, year: number): ZoneYear {
  const key = `${timeZone} ${year}`;
  const known = cache.get(key);
  if (known) return known;
  const found = readZoneYear(timeZone, year);
  cache.set(key, found);
  return found;
}

function readZoneYear(timeZone: string, year: number): ZoneYear {
  const start = new Temporal.PlainDate(year, 1, 1).toZonedDateTime(timeZone).epochMilliseconds;
  const end = new Temporal.PlainDate(year + 1, 1, 1).toZonedDateTime(timeZone).epochMilliseconds;
  let moment = Temporal.Instant.fromEpochMilliseconds(start - EDGE).toZonedDateTimeISO(timeZone);
  const stretches: OffsetSpan[] = [{ from: Number.NEGATIVE_INFINITY, offset: offsetOf(moment) }];
  for (;;) {
    const next = moment.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= end + EDGE) break;
    stretches.push({ from: next.epochMilliseconds, offset: offsetOf(next) });
    moment = next;
  }
  const within = stretches.filter(
    ({ from }, index) => from < end && (stretches[index + 1]?.from ?? Number.POSITIVE_INFINITY) > start,
  );
  const offsets = within.map(({ offset }) => offset);
  return { stretches, least: Math.min(...offsets), greatest: Math.max(...offsets) };
}

function offsetOf(moment: Temporal.ZonedDateTime): number {
  return moment.offsetNanoseconds / NANOSECONDS_PER_MILLISECOND;
}
