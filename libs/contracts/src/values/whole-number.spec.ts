import { expect, it } from '@jest/globals';
import { wholeNumber } from './whole-number.js';

const hour = wholeNumber(0, 23);

it.each([
  [8, 8],
  ['8', 8],
  ['08', 8],
  [0, 0],
])('%j is a whole number', (sent, read) => {
  expect(hour.parse(sent)).toBe(read);
});

it.each([
  [null],
  [true],
  [false],
  [[8]],
  [[]],
  [''],
  [' '],
  ['0x8'],
  ['1e1'],
  ['8.0'],
  [8.5],
  [24],
  [-1],
  [{}],
])('%j is none', (sent) => {
  expect(hour.safeParse(sent).error?.issues[0]?.message).toBe('expected a whole number from 0 to 23');
});

it('keeps a default for what is absent', () => {
  expect(hour.default(8).parse(undefined)).toBe(8);
});
