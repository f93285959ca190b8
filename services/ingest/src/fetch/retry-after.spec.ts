import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.js';

const NOW = new Date('2026-11-26T10:00:00.000Z');

describe('Retry-After', () => {
  it.each([
    ['600', 600_000],
    ['0', 0],
    [' 5 ', 5_000],
    ['999999999', 86_400_000],
    ['Thu, 26 Nov 2026 10:02:00 GMT', 120_000],
    ['Thu, 26 Nov 2026 09:00:00 GMT', 0],
    ['Sat, 26 Nov 2050 10:00:00 GMT', 86_400_000],
    ['-5', undefined],
    ['soon', undefined],
    ['1e9', undefined],
    ['2026', 2_026_000],
    ['', undefined],
    [undefined, undefined],
  ])('%j means %j ms', (value, ms) => {
    expect(retryAfterMs(value, NOW)).toBe(ms);
  });
});
