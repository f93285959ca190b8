import { expect, test } from '@jest/globals';
import { memoryOfTree, parentPid, pssBytes, withDescendants } from './memory.js';

test('the proportional set size is read, not the resident one', () => {
  expect(pssBytes('Rss:  200 kB\nPss:                 123 kB\nPss_Dirty:  7 kB\n')).toBe(125_952);
  expect(pssBytes('')).toBe(0);
});

test('a name with spaces and brackets does not hide the parent', () => {
  expect(parentPid('42 (odd ) name) S 17 42 42 0')).toBe(17);
});

test('the tree holds children of children and nobody else', () => {
  const parents = new Map([
    [2, 1],
    [3, 2],
    [4, 9],
  ]);
  expect(withDescendants(1, parents)).toEqual([1, 2, 3]);
});

test('this very process takes some memory', () => {
  expect(memoryOfTree()).toBeGreaterThan(10_000_000);
});
