import { Zone } from './zone.js';

/** The lengths of a period, each with its list and its edition. */
export const CADENCES = ['day', 'week', 'month'] as const;
export type Cadence = (typeof CADENCES)[number];

/** When the publication's days begin: `rollOver` (HH:MM) of each date in `timeZone`. */
export interface PublicationTime {
  timeZone: string;
  rollOver: string;
}

/** One day, ISO week or month of the publication. */
export interface Period {
  cadence: Cadence;
  /** `2026-11-22`, `2026-W47` or `2026-11`. */
  name: string;
}

/** The three periods that one day belongs to, by name. */
export interface DayPlace {
  day: string;
  week: string;
  month: string;
}

const FORMS: Record<Cadence, RegExp> = {
  day: /^\d{4}-\d{2}-\d{2}$/,
  week: /^\d{4}-W\d{2}$/,
  month: /^\d{4}-\d{2}$/,
};

/** The period of that name, or undefined when there is no such day, week or month (`2026-02-30`, `2026-W54`). */
export function parsePeriod(cadence: Cadence, name: string): Period | undefined {
  if (!FORMS[cadence].test(name)) return undefined;
  const first = firstDate(cadence, name);
  return first !== undefined && nameOf(cadence, first) === name ? { cadence, name } : undefined;
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
    return { cadence, name: nameOf(cadence, other / DAY_MS) };
  }
  return { cadence, name: nameOf(cadence, first + step * (cadence === 'week' ? 7 : 1)) };
}

/** The names of the week and month that hold a day. */
export function placeOfDay(day: string): DayPlace {
  const date = firstDateOf({ cadence: 'day', name: day });
  return { day, week: nameOf('week', date), month: nameOf('month', date) };
}

/** The periods of one publication in its time zone; keeps what it has worked out, since zone rules are slow to ask. */
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
    return nameOf('day', date);
  }

  /** The period of a cadence that holds an instant. */
  periodAt(cadence: Cadence, instant: number): Period {
    const day = firstDateOf({ cadence: 'day', name: this.dayAt(instant) });
    return { cadence, name: nameOf(cadence, day) };
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

// Dates are counted in whole days since 1970-01-01: plain integers, since every paper that is read asks for its day.
const DAY_MS = 86_400_000;

function firstDateOf(period: Period): number {
  const first = firstDate(period.cadence, period.name);
  if (first === undefined) throw new RangeError(`There is no ${period.cadence} ${period.name}.`);
  return first;
}

function firstDate(cadence: Cadence, name: string): number | undefined {
  const date =
    cadence === 'week'
      ? // The fourth of January always lies in the first ISO week.
        mondayOf(Date.parse(`${name.slice(0, 4)}-01-04`) / DAY_MS) + (Number(name.slice(6)) - 1) * 7
      : Date.parse(cadence === 'day' ? name : `${name}-01`) / DAY_MS;
  return Number.isNaN(date) ? undefined : date;
}

function nameOf(cadence: Cadence, date: number): string {
  if (cadence === 'day') return isoDate(date);
  if (cadence === 'month') return isoDate(date).slice(0, 7);
  // A week belongs to the year of its Thursday.
  const monday = mondayOf(date);
  const year = isoDate(monday + 3).slice(0, 4);
  const first = mondayOf(Date.parse(`${year}-01-04`) / DAY_MS);
  return `${year}-W${String((monday - first) / 7 + 1).padStart(2, '0')}`;
}

function mondayOf(date: number): number {
  // 1970-01-01 was a Thursday.
  return date - ((((date + 3) % 7) + 7) % 7);
}

function isoDate(date: number): string {
  return new Date(date * DAY_MS).toISOString().slice(0, 10);
}
