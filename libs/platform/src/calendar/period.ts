import {
  CADENCES,
  type Cadence,
  DAY_MS,
  firstDate,
  type Period,
  parsePeriod,
  periodName,
} from '@paperboy/contracts';
import { Zone } from './zone.js';

/** When the publication's days begin: `rollOver` (HH:MM) of each date in `timeZone`. */
export interface PublicationTime {
  timeZone: string;
  rollOver: string;
}

/** The three periods that one day belongs to, by name. */
export interface DayPlace {
  day: string;
  week: string;
  month: string;
}

/** The id of a period's edition, such as `week-2026-W47`. */
export function editionId(period: Period): string {
  return `${period.cadence}-${period.name}`;
}

/** The period of an edition's id, or undefined when the id names none. */
export function parseEditionId(id: string): Period | undefined {
  const dash = id.indexOf('-');
  const cadence = CADENCES.find((known) => known === id.slice(0, dash));
  return cadence && parsePeriod(cadence, id.slice(dash + 1));
}

/** The period before (-1) or after (+1). */
export function neighbour(period: Period, step: -1 | 1): Period {
  const { cadence } = period;
  const first = firstDateOf(period);
  if (cadence === 'month') {
    const date = new Date(first * DAY_MS);
    const other = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + step, 1);
    return { cadence, name: periodName(cadence, other / DAY_MS) };
  }
  return { cadence, name: periodName(cadence, first + step * (cadence === 'week' ? 7 : 1)) };
}

/** The names of the week and month that hold a day. */
export function placeOfDay(day: string): DayPlace {
  const date = firstDateOf({ cadence: 'day', name: day });
  return { day, week: periodName('week', date), month: periodName('month', date) };
}

/** The periods of one publication in its time zone. Remembers results, since zone rules are slow. */
export class Calendar {
  readonly #starts = new Map<number, number>();
  readonly #zone: Zone;
  readonly #rollOverMs: number;

  constructor(readonly time: PublicationTime) {
    this.#zone = new Zone(time.timeZone);
    this.#rollOverMs = Date.parse(`1970-01-01T${time.rollOver}:00Z`);
  }

  /** The day that holds an instant (epoch milliseconds). */
  dayAt(instant: number): string {
    // Local time is at most 15 h from UTC and the roll-over less than a day into the date.
    let date = Math.floor(instant / DAY_MS) - 2;
    while (instant >= this.#startOf(date + 1)) date++;
    return periodName('day', date);
  }

  /** The period of a cadence that holds an instant. */
  periodAt(cadence: Cadence, instant: number): Period {
    const day = firstDateOf({ cadence: 'day', name: this.dayAt(instant) });
    return { cadence, name: periodName(cadence, day) };
  }

  /** The begin of a day, or of the day that many days later (earlier when negative), in epoch milliseconds. */
  startOf(day: string, daysAfter = 0): number {
    return this.#startOf(firstDateOf({ cadence: 'day', name: day }) + daysAfter);
  }

  /** Start (included) and end (excluded) of a period in epoch milliseconds; a period ends where its next begins. */
  bounds(period: Period): { startsAt: number; endsAt: number } {
    return {
      startsAt: this.#startOf(firstDateOf(period)),
      endsAt: this.#startOf(firstDateOf(neighbour(period, 1))),
    };
  }

  // A roll-over that a clock change skips happens as much later as the clock jumped ('compatible'); one that
  // happens twice is the first. Both keep the starts in order.
  // Dates are counted in whole days since 1970-01-01: plain integers, since every paper that is read asks for its day.
  #startOf(date: number): number {
    let start = this.#starts.get(date);
    if (start === undefined) {
      start = this.#zone.instantOf(date * DAY_MS + this.#rollOverMs);
      if (this.#starts.size > 5_000) this.#starts.clear();
      this.#starts.set(date, start);
    }
    return start;
  }
}

function firstDateOf(period: Period): number {
  const first = firstDate(period.cadence, period.name);
  if (first === undefined) throw new RangeError(`There is no ${period.cadence} ${period.name}.`);
  return first;
}
