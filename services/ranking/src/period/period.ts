import { Temporal } from 'temporal-polyfill';
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
  return first && nameOf(cadence, first) === name ? { cadence, name } : undefined;
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
  const first = firstDateOf(period);
  const unit =
    period.cadence === 'day'
      ? { days: step }
      : period.cadence === 'week'
        ? { weeks: step }
        : { months: step };
  return { cadence: period.cadence, name: nameOf(period.cadence, first.add(unit)) };
}

/** The names of the week and month that hold a day. */
export function placeOfDay(day: string): DayPlace {
  const date = Temporal.PlainDate.from(day);
  return { day, week: nameOf('week', date), month: nameOf('month', date) };
}

/** The periods of one publication in its time zone; keeps what it has worked out, since zone rules are slow to ask. */
export class Calendar {
  readonly #starts = new Map<string, number>();
  readonly #zone: Zone;
  readonly #rollOver: string;

  constructor(readonly time: PublicationTime) {
    this.#zone = new Zone(time.timeZone);
    this.#rollOver = time.rollOver;
  }

  /** The day that holds an instant (epoch milliseconds). */
  dayAt(instant: number): string {
    // The day begins at most 14 h before UTC's date or, with a late roll-over in the west, two dates later.
    let date = Temporal.PlainDate.from(new Date(instant).toISOString().slice(0, 10)).subtract({ days: 2 });
    for (let next = date.add({ days: 1 }); instant >= this.#startOf(next); next = next.add({ days: 1 }))
      date = next;
    return date.toString();
  }

  /** The period of a cadence that holds an instant. */
  periodAt(cadence: Cadence, instant: number): Period {
    return { cadence, name: nameOf(cadence, Temporal.PlainDate.from(this.dayAt(instant))) };
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
  #startOf(date: Temporal.PlainDate): number {
    const key = date.toString();
    let start = this.#starts.get(key);
    if (start === undefined) {
      start = this.#zone.instantOf(Date.parse(`${key}T${this.#rollOver}:00Z`));
      if (this.#starts.size > 5_000) this.#starts.clear();
      this.#starts.set(key, start);
    }
    return start;
  }
}

function firstDateOf(period: Period): Temporal.PlainDate {
  const first = firstDate(period.cadence, period.name);
  if (!first) throw new RangeError(`There is no ${period.cadence} ${period.name}.`);
  return first;
}

function firstDate(cadence: Cadence, name: string): Temporal.PlainDate | undefined {
  try {
    if (cadence === 'day') return Temporal.PlainDate.from(name);
    if (cadence === 'month') return Temporal.PlainDate.from(`${name}-01`);
    // The fourth of January always lies in the first ISO week.
    const fourth = Temporal.PlainDate.from(`${name.slice(0, 4)}-01-04`);
    const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 });
    return monday.add({ weeks: Number(name.slice(6)) - 1 });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function nameOf(cadence: Cadence, date: Temporal.PlainDate): string {
  if (cadence === 'day') return date.toString();
  if (cadence === 'month') return date.toString().slice(0, 7);
  const year = String(date.yearOfWeek).padStart(4, '0');
  return `${year}-W${String(date.weekOfYear).padStart(2, '0')}`;
}
