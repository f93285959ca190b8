import { describe, expect, it } from '@jest/globals';
import { isTimeZone } from '@paperboy/contracts';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  daysBehind,
  editionEnd,
  editionOn,
  followingDue,
  isTooLate,
  localDateAt,
  momentOf,
  momentOfEdition,
  nextDue,
  type PublicationDay,
  SPARE_MS,
} from './due.js';
import { addDays, dayNumber, isoWeek } from './local-date.js';
import { zoneYear } from './zone-offsets.js';

const utc: PublicationDay = { timeZone: 'UTC', rollOver: '00:00' };
const newYork: PublicationDay = { timeZone: 'America/New_York', rollOver: '21:30' };
const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
const dates = (year: number): string[] => {
  const first = new Temporal.PlainDate(year, 1, 1);
  return Array.from({ length: first.daysInYear }, (_, day) => first.add({ days: day }).toString());
};
const year2026 = dates(2026);

const ends = new Map<string, number>();

/** When a day's edition ends, worked out without the code under test. */
function endOf(day: string, publication: PublicationDay): number {
  const key = `${publication.timeZone} ${day}`;
  const known = ends.get(key);
  if (known !== undefined) return known;
  const plainTime = Temporal.PlainTime.from(publication.rollOver);
  const next = Temporal.PlainDate.from(day).add({ days: 1 });
  const end = next.toZonedDateTime({ timeZone: publication.timeZone, plainTime }).epochMilliseconds;
  ends.set(key, end);
  return end;
}

describe('which edition a local date carries', () => {
  it('is the day before in the morning, and the same one in the evening', () => {
    const berlin = { cadence: 'day', timeZone: 'Europe/Berlin' } as const;
    expect(editionOn({ ...berlin, hour: 8 }, utc, '2026-11-22')).toBe('day-2026-11-21');
    expect(editionOn({ ...berlin, hour: 23 }, utc, '2026-11-22')).toBe('day-2026-11-21');
  });

  it('is, for a weekly digest with a weekday, the newest week that is over on it, each week once', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(utc, newYork),
        (timeZone, hour, weekday, publication) => {
          const wish = { cadence: 'week', timeZone, hour, weekday } as const;
          const brought = year2026.flatMap((date) => {
            const edition = editionOn(wish, publication, date);
            return edition === undefined ? [] : [{ date, edition }];
          });
          expect(new Set(brought.map(({ edition }) => edition)).size).toBe(brought.length);
          expect(brought.length).toBeGreaterThanOrEqual(52);
          for (const { date, edition } of brought) {
            expect(Temporal.PlainDate.from(date).dayOfWeek).toBe(weekday);
            const dueAt = momentOf(date, hour, timeZone);
            expect(dueAt.getTime()).toBeGreaterThanOrEqual(
              editionEnd(edition, publication).getTime() + SPARE_MS,
            );
            expect(momentOfEdition(wish, publication, edition)).toEqual(dueAt);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is two days before when the hour comes before the roll-over with its quarter of an hour', () => {
    const berlin = { cadence: 'day', timeZone: 'Europe/Berlin' } as const;
    // Summer time is two hours east: 02:00 is midnight in UTC and too early, 03:00 is not.
    expect(editionOn({ ...berlin, hour: 2 }, utc, '2026-11-22')).toBe('day-2026-11-20');
    expect(editionOn({ ...berlin, hour: 3 }, utc, '2026-11-22')).toBe('day-2026-11-21');
  });

  it('is another one on the 7th and the 8th of March 2026 at 19:00 in New York', () => {
    const wish = { cadence: 'day', timeZone: 'America/New_York', hour: 19 } as const;
    expect(editionOn(wish, utc, '2026-03-07')).toBe('day-2026-03-06');
    expect(editionOn(wish, utc, '2026-03-08')).toBe('day-2026-03-07');
  });

  it('may be the day itself far west, late in the evening', () => {
    // 21:00 in Honolulu is 07:00 of the next day in UTC.
    expect(editionOn({ cadence: 'day', timeZone: 'Pacific/Honolulu', hour: 21 }, utc, '2026-11-22')).toBe(
      'day-2026-11-22',
    );
  });

  it('is a week on the date that carries its Sunday, and nothing on others', () => {
    const wish = { cadence: 'week', timeZone: 'UTC', hour: 8 } as const;
    expect(editionOn(wish, utc, '2026-11-23')).toBe('week-2026-W47');
    expect(editionOn(wish, utc, '2026-11-24')).toBeUndefined();
    expect(editionOn(wish, utc, '2027-01-04')).toBe('week-2026-W53');
  });

  it('is a month on the date that carries its last day', () => {
    const wish = { cadence: 'month', timeZone: 'UTC', hour: 8 } as const;
    expect(editionOn(wish, utc, '2026-03-01')).toBe('month-2026-02');
    expect(editionOn(wish, utc, '2026-03-02')).toBeUndefined();
  });
});

describe('every time zone over every day of a year', () => {
  it.each([
    ['UTC at midnight', utc],
    ['New York at 21:30', newYork],
  ])(
    'gives each local date one edition that has ended, none twice and none left out (%s)',
    (_, publication) => {
      for (const [index, timeZone] of zones.entries()) {
        // Every zone gets two of the hours, so that all hours are met by many zones.
        for (const hour of [index % 24, (index * 7 + 11) % 24]) {
          let before: string | undefined;
          for (const date of year2026) {
            const edition = editionOn({ cadence: 'day', timeZone, hour }, publication, date)?.slice(4) ?? '';
            if (before !== undefined && before !== addDays(edition, -1)) {
              throw new Error(
                `${timeZone} at ${hour}: ${date} carries ${edition}, the date before carried ${before}`,
              );
            }
            before = edition;
          }
        }
      }
    },
  );

  it('is due on each local date once, after its edition has ended with a quarter of an hour to spare', () => {
    const samples = [utc, newYork, { timeZone: 'Asia/Kathmandu', rollOver: '06:45' }];
    for (const [index, timeZone] of zones.entries()) {
      const publication = samples[index % samples.length] ?? utc;
      const wish = { cadence: 'day', timeZone, hour: (index * 5) % 24 } as const;
      let moment = -Infinity;
      for (const date of year2026) {
        const dueAt = momentOf(date, wish.hour, timeZone).getTime();
        const edition = editionOn(wish, publication, date)?.slice(4) ?? '';
        if (dueAt <= moment) throw new Error(`${timeZone}: ${date} is not due after the date before`);
        if (dueAt < endOf(edition, publication) + SPARE_MS)
          throw new Error(`${timeZone}: ${date} comes before ${edition} ended`);
        moment = dueAt;
      }
    }
  });

  it('carries the newest edition that a constant distance allows', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom(utc, newYork),
        (timeZone, hour, publication) => {
          const k = daysBehind({ timeZone, hour }, publication, 2026);
          const { greatest } = zoneYear(timeZone, 2026);
          const { least } = zoneYear(publication.timeZone, 2026);
          const [h = 0, m = 0] = publication.rollOver.split(':').map(Number);
          const fits = (days: number): boolean =>
            (1 - days) * 24 * 60 + h * 60 + m - least / 60_000 + 15 <= hour * 60 - greatest / 60_000;
          expect(fits(k)).toBe(true);
          expect(fits(k - 1)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('moves date by date without leaving a moment out, whenever it starts', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.date({
          min: new Date('2026-01-02T00:00:00Z'),
          max: new Date('2026-12-20T00:00:00Z'),
          noInvalidDate: true,
        }),
        (timeZone, hour, start) => {
          const wish = { cadence: 'day', timeZone, hour } as const;
          const first = nextDue(wish, utc, start);
          const second = followingDue(wish, utc, first.localDate);
          expect(first.dueAt.getTime()).toBeGreaterThan(start.getTime());
          expect(first.dueAt.getTime() - start.getTime()).toBeLessThanOrEqual(26 * 3_600_000);
          expect(nextDue(wish, utc, first.dueAt)).toEqual(second);
          expect(addDays(second.editionId.slice(4), -1)).toBe(first.editionId.slice(4));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the moment of an hour', () => {
  it('is the first moment after the gap when the clocks skip it', () => {
    expect(momentOf('2026-03-29', 2, 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:00:00.000Z');
    // Troll station goes from 01:00 to 03:00: both skipped hours are 03:00.
    expect(momentOf('2026-03-29', 1, 'Antarctica/Troll').toISOString()).toBe('2026-03-29T01:00:00.000Z');
    expect(momentOf('2026-03-29', 2, 'Antarctica/Troll').toISOString()).toBe('2026-03-29T01:00:00.000Z');
  });

  it('is the first of two when the clocks repeat it', () => {
    expect(momentOf('2026-10-25', 2, 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:00:00.000Z');
  });

  it('is midnight where a date begins at one', () => {
    // Cairo's last Friday of April has no hour 0.
    expect(momentOf('2026-04-24', 0, 'Africa/Cairo').toISOString()).toBe('2026-04-23T22:00:00.000Z');
  });
});

describe('the hour that brings an edition', () => {
  const publication = { timeZone: 'Europe/Berlin', rollOver: '06:30' };

  it('is that of the date that carries it, for every cadence', () => {
    for (const cadence of ['day', 'week', 'month'] as const) {
      const wish = { cadence, hour: 8, timeZone: 'America/New_York' };
      const due = nextDue(wish, publication, new Date('2026-11-22T12:00:00Z'));
      expect(momentOfEdition(wish, publication, due.editionId)).toEqual(due.dueAt);
    }
  });

  it('comes after the end of its period', () => {
    expect(editionEnd('day-2026-11-22', publication).toISOString()).toBe('2026-11-23T05:30:00.000Z');
    expect(editionEnd('week-2026-W47', publication).toISOString()).toBe('2026-11-23T05:30:00.000Z');
    expect(editionEnd('month-2026-11', publication).toISOString()).toBe('2026-12-01T05:30:00.000Z');
  });
});

describe('plain dates', () => {
  it('agree with Temporal on weeks, days and the moments of every kind of zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 9_000, max: 22_000 }),
        (timeZone, hour, day) => {
          const date = addDays('1970-01-01', day);
          const plain = Temporal.PlainDate.from(date);
          expect(dayNumber(date)).toBe(day);
          expect(isoWeek(date)).toBe(`${plain.yearOfWeek}-W${String(plain.weekOfYear).padStart(2, '0')}`);
          const wall = plain.toPlainDateTime({ hour });
          const zoned = wall.toZonedDateTime(timeZone);
          // Skipped hours are Temporal's to move by the width of the gap, ours to its end; the others must agree.
          fc.pre(zoned.toPlainDateTime().equals(wall));
          expect(momentOf(date, hour, timeZone).getTime()).toBe(zoned.epochMilliseconds);
          expect(localDateAt(new Date(zoned.epochMilliseconds), timeZone)).toBe(date);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('lateness', () => {
  it('is too much after twelve hours', () => {
    const due = new Date('2026-11-22T08:00:00Z');
    expect(isTooLate(due, new Date('2026-11-22T20:00:00Z'))).toBe(false);
    expect(isTooLate(due, new Date('2026-11-22T20:00:00.001Z'))).toBe(true);
  });
});

describe('time zones', () => {
  it('are IANA names that this runtime knows', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(isTimeZone('UTC')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
    expect(isTimeZone('+02:00')).toBe(false);
    expect(isTimeZone('')).toBe(false);
  });
});
