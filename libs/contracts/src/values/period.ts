import { z } from 'zod';

/** The lengths of a period, each with its list and its edition. */
export const CADENCES = ['day', 'week', 'month'] as const;
export type Cadence = (typeof CADENCES)[number];

/** One day, ISO week or month of the publication. */
export interface Period {
  cadence: Cadence;
  /** `2026-11-22`, `2026-W47` or `2026-11`. */
  name: string;
}

export const DAY_MS = 86_400_000;

const PATTERNS: Record<Cadence, RegExp> = {
  day: /^\d{4}-\d{2}-\d{2}$/,
  week: /^\d{4}-W\d{2}$/,
  month: /^\d{4}-\d{2}$/,
};
const FORMS: Record<Cadence, string> = { day: 'YYYY-MM-DD', week: 'YYYY-Www', month: 'YYYY-MM' };

/** The period of that name, or undefined when there is no such day, week or month (`2026-02-30`, `2026-W54`). */
export function parsePeriod(cadence: Cadence, name: string): Period | undefined {
  if (!PATTERNS[cadence].test(name)) return undefined;
  const first = firstDate(cadence, name);
  return first !== undefined && periodName(cadence, first) === name ? { cadence, name } : undefined;
}

/** The name of a period that exists, of one cadence. */
export function periodSchema(cadence: Cadence) {
  return z
    .string()
    .refine(
      (value) => parsePeriod(cadence, value) !== undefined,
      `expected a ${cadence} that exists, as ${FORMS[cadence]}`,
    );
}

/** The first date of a period in whole days since 1970-01-01; undefined when its numbers make no date. */
export function firstDate(cadence: Cadence, name: string): number | undefined {
  const date =
    cadence === 'week'
      ? // The fourth of January always lies in the first ISO week.
        mondayOf(Date.parse(`${name.slice(0, 4)}-01-04`) / DAY_MS) + (Number(name.slice(6)) - 1) * 7
      : Date.parse(cadence === 'day' ? name : `${name}-01`) / DAY_MS;
  return Number.isNaN(date) ? undefined : date;
}

/** The name of the period that holds a date, which is given in whole days since 1970-01-01. */
export function periodName(cadence: Cadence, date: number): string {
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
