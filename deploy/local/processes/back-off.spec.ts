import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deathsInARow, HEALTHY_AFTER_MS, restartDelayMs } from './back-off.js';

test('the wait doubles with each death in a row', () => {
  expect([1, 2, 3, 4].map(restartDelayMs)).toEqual([250, 500, 1000, 2000]);
});

test('the wait never shrinks and never exceeds 15 s', () => {
  fc.assert(
    fc.property(fc.nat(10_000), (deaths) => {
      expect(restartDelayMs(deaths + 1)).toBeGreaterThanOrEqual(restartDelayMs(deaths));
      expect(restartDelayMs(deaths)).toBeLessThanOrEqual(15_000);
    }),
  );
});

test('a process that ran for a while starts counting anew', () => {
  expect(deathsInARow(5, HEALTHY_AFTER_MS - 1)).toBe(6);
  expect(deathsInARow(5, HEALTHY_AFTER_MS)).toBe(1);
});
