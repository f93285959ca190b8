import { expect, test } from '@jest/globals';
import { memoryOfTree, pssBytes } from './memory.js';

test('the proportional set size is read, not the resident one', () => {
  expect(pssBytes('Rss:  200 kB\nPss:                 123 kB\nPss_Dirty:  7 kB\n')).toBe(125_952);
  expect(pssBytes('')).toBe(0);
});

test('this very process takes some memory', () => {
  expect(memoryOfTree()).toBeGreaterThan(10_000_000);
});
