import { describe, expect, it } from '@jest/globals';
import { outsideLog } from './log-range.js';

const places = [0, 1].map((partition) => ({ topic: 't', partition }));
const marks = new Map([
  [
    't',
    [
      { partition: 0, low: '0', high: '10' },
      { partition: 1, low: '5', high: '10' },
    ],
  ],
]);

describe('A stored position', () => {
  it.each([
    ['at the end of its log is one to read on from', 10n, 10n, []],
    ['behind the end is none', 11n, 10n, ['t/0']],
    ['before the beginning is none', 4n, 4n, ['t/1']],
    ['of nothing read yet is one, wherever the log begins', 0n, 0n, []],
  ])('%s', (_name, first, second, expected) => {
    const positions = new Map([
      ['t/0', first],
      ['t/1', second],
    ]);
    expect([...outsideLog(places, positions, marks).keys()]).toEqual(expected);
  });
});
