import { describe, expect, it } from '@jest/globals';
import { dayText, monthText, weekdayText, weekSpan, weekText } from './day.js';

const now = new Date('2026-11-23T12:00:00Z');

describe('dates as people read them', () => {
  it('shows the year only when it is not this one', () => {
    expect(dayText('2026-11-22', now)).toBe('22 November');
    expect(dayText('2026-02-26T17:08:18.000Z', now)).toBe('26 February');
    expect(dayText('2025-12-31', now)).toBe('31 December 2025');
    expect(dayText('2025-12-31', now, 'short')).toBe('31 Dec 2025');
  });

  it('names weekdays, weeks and months', () => {
    expect(weekdayText('2026-11-22', now)).toBe('Sunday, 22 November');
    expect(monthText('2026-11')).toBe('November 2026');
    expect(weekText('2026-W47')).toBe('Week 47 of 2026');
    expect(weekSpan('2026-W47', now)).toBe('16 – 22 November');
    expect(weekSpan('2026-W53', now)).toBe('28 December – 3 January 2027');
    expect(weekSpan('2025-W01', now)).toBe('30 December 2024 – 5 January 2025');
  });
});
