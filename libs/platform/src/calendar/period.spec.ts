import { describe, expect, it } from '@jest/globals';
import { parsePeriod } from '@paperboy/contracts';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { Calendar, editionId, neighbour, parseEditionId, placeOfDay } from './period.js';
import { Zone } from './zone.js';

const at = (iso: string) => Date.parse(iso);

describe('the periods of a publication', () => {
  it('begins each day at the roll-over in the time zone of the publication', () => {
    const calendar = new Calendar({ timeZone: 'America/New_York', rollOver: '21:30' });
    expect(calendar.dayAt(at('2026-11-23T02:29:59.999Z'))).toBe('2026-11-21');
    expect(calendar.dayAt(at('2026-11-23T02:30:00.000Z'))).toBe('2026-11-22');
  });

  it('makes the day of a clock change 23 or 25 hours long', () => {
    const calendar = new Calendar({ timeZone: 'Europe/Berlin', rollOver: '00:00' });
    const hours = (name: string) => {
      const { startsAt, endsAt } = calendar.bounds({ cadence: 'day', name });
      return (endsAt - startsAt) / 3_600_000;
    };
    expect(hours('2026-03-29')).toBe(23);
    expect(hours('2026-10-25')).toBe(25);
    expect(hours('2026-06-01')).toBe(24);
  });

  it('rolls over an hour later when the clock skips the roll-over', () => {
    const calendar = new Calendar({ timeZone: 'Europe/Berlin', rollOver: '02:30' });
    const { startsAt } = calendar.bounds({ cadence: 'day', name: '2026-03-29' });
    expect(new Date(startsAt).toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });

  it('knows a date that a zone left out as a day without length', () => {
    const calendar = new Calendar({ timeZone: 'Pacific/Apia', rollOver: '00:00' });
    const { startsAt, endsAt } = calendar.bounds({ cadence: 'day', name: '2011-12-30' });
    expect(endsAt).toBe(startsAt);
    expect(calendar.dayAt(startsAt)).toBe('2011-12-31');
  });

  it('gives the ISO week its own year', () => {
    expect(placeOfDay('2027-01-01')).toEqual({ day: '2027-01-01', week: '2026-W53', month: '2027-01' });
    expect(neighbour({ cadence: 'week', name: '2026-W53' }, 1).name).toBe('2027-W01');
    expect(neighbour({ cadence: 'month', name: '2026-12' }, 1).name).toBe('2027-01');
    expect(neighbour({ cadence: 'day', name: '2024-03-01' }, -1).name).toBe('2024-02-29');
  });

  it('numbers weeks as Temporal does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
        const day = new Date(days * 86_400_000).toISOString().slice(0, 10);
        const { yearOfWeek, weekOfYear } = Temporal.PlainDate.from(day);
        expect(placeOfDay(day).week).toBe(`${yearOfWeek}-W${String(weekOfYear).padStart(2, '0')}`);
      }),
    );
  });

  it('refuses days, weeks and months that do not exist', () => {
    expect(parsePeriod('day', '2026-02-29')).toBeUndefined();
    expect(parsePeriod('week', '2025-W53')).toBeUndefined();
    expect(parsePeriod('week', '2026-W00')).toBeUndefined();
    expect(parsePeriod('month', '2026-13')).toBeUndefined();
    expect(parsePeriod('day', '2026-2-1')).toBeUndefined();
    expect(parseEditionId('year-2026')).toBeUndefined();
    expect(parseEditionId('week-2026-W53')).toEqual({ cadence: 'week', name: '2026-W53' });
  });

  it('names an edition so that its period can be read back', () => {
    const days = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(days, fc.constantFrom('day', 'week', 'month'), (days, cadence) => {
        const calendar = new Calendar({ timeZone: 'UTC', rollOver: '00:00' });
        const period = calendar.periodAt(cadence, days * 86_400_000);
        expect(parseEditionId(editionId(period))).toEqual(period);
      }),
    );
  });

  it('agrees with Temporal on the instants of local times, skipped and repeated ones included', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Apia',
    ];
    const minutes = fc.integer({ min: 0, max: 20 * 366 * 24 * 60 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), minutes, (timeZone, minutes) => {
        const local = Date.UTC(2010, 0, 1) + minutes * 60_000;
        const plain = Temporal.PlainDateTime.from(new Date(local).toISOString().slice(0, 19));
        expect(new Zone(timeZone).instantOf(local)).toBe(plain.toZonedDateTime(timeZone).epochMilliseconds);
      }),
    );
    const skipped = Date.UTC(2026, 2, 29, 2, 30);
    const repeated = Date.UTC(2026, 9, 25, 2, 30);
    expect(new Date(new Zone('Europe/Berlin').instantOf(skipped)).toISOString()).toBe(
      '2026-03-29T01:30:00.000Z',
    );
    expect(new Date(new Zone('Europe/Berlin').instantOf(repeated)).toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    );
  });

  it('tiles every day of a year in every time zone, so that each instant is in exactly one period of each cadence', () => {
    const rollOvers = ['00:00', '02:30', '21:30'];
    const zones = Intl.supportedValuesOf('timeZone');
    expect(zones.length).toBeGreaterThan(300);
    const year = Array.from({ length: 365 }, (_, day) =>
      new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
    );
    for (const [index, timeZone] of zones.entries()) {
      const calendar = new Calendar({ timeZone, rollOver: rollOvers[index % rollOvers.length] ?? '00:00' });
      let end = calendar.bounds({ cadence: 'day', name: '2026-01-01' }).startsAt;
      for (const [day, name] of year.entries()) {
        const bounds = calendar.bounds({ cadence: 'day', name });
        if (bounds.startsAt !== end || bounds.endsAt <= end) {
          throw new Error(`${timeZone} ${name} does not begin where the day before ended`);
        }
        end = bounds.endsAt;
        const first = calendar.dayAt(bounds.startsAt);
        const last = calendar.dayAt(bounds.endsAt - 1);
        if (first !== name || last !== name) throw new Error(`${timeZone} ${name}: ${first} to ${last}`);
        if (day % 28 === 0) {
          for (const cadence of ['week', 'month'] as const) {
            const period = calendar.periodAt(cadence, bounds.startsAt);
            const whole = calendar.bounds(period);
            const following = calendar.bounds(neighbour(period, 1));
            expect(whole.startsAt <= bounds.startsAt && whole.endsAt >= bounds.endsAt).toBe(true);
            expect(following.startsAt).toBe(whole.endsAt);
          }
        }
      }
    }
  }, 120_000);
});
