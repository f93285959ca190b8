import { describe, expect, it } from '@jest/globals';
import { dayText, monthDays, monthText, weekdayText, weekText } from './day.js';

const now = new Date('2026-11-23T12:00:00Z');

describe('dates as people read them', () => {
  it('shows the year only when it is not this one', () => {
    expect(dayText('2026-11-22', now)).toBe('22 November');
    expect(dayText('2026-02-26T17:08:18.000Z', now)).toBe('26 February');
    expect(dayText('2025-12-31', now)).toBe('31 December 2025');
    expect(dayText('2025-12-31', now, 'short')).toBe('31 Dec 2025');
  });

  it('names weekdays, the days of a week, and months', () => {
    expect(weekdayText('2026-11-22', now)).toBe('Sunday, 22 November');
    expect(monthText('2026-11')).toBe('November 2026');
    expect(weekText('2026-W47', now)).toBe('16 to 22 November');
    expect(weekText('2026-W53', now)).toBe('28 December to 3 January 2027');
    expect(weekText('2025-W01', now)).toBe('30 December 2024 to 5 January 2025');
    expect(weekText('soon', now)).toBe('soon');
  });

  it('lays a month out in weeks from Monday to Sunday', () => {
    const weeks = monthDays('2026-02');
    expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7]);
    expect(weeks[0]).toEqual([...Array.from({ length: 6 }, () => undefined), '2026-02-01']);
    expect(weeks.flat().filter(Boolean)).toHaveLength(28);
    expect(monthDays('2028-02').flat().filter(Boolean)).toHaveLength(29);
    expect(monthDays('never')).toEqual([]);
  });
});
