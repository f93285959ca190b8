import { describe, expect, it } from '@jest/globals';
import { compared, median, quantile, table } from './figures.js';

describe('the figures of a benchmark', () => {
  it('have the middle value, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
    expect(median([])).toBeNaN();
  });

  it('have quantiles that are values which occurred', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect(quantile(hundred, 0.5)).toBe(50);
    expect(quantile(hundred, 0.99)).toBe(99);
    expect(quantile([7], 0.99)).toBe(7);
  });

  it('take the ratio within each round, so that a slow minute of the machine does not count', () => {
    const rounds = [
      { ours: 50, bare: 100 },
      { ours: 6, bare: 10 },
      { ours: 40, bare: 100 },
    ];
    expect(compared({ name: 'x', unit: 'a second' }, rounds)).toMatchObject({
      ours: 40,
      bare: 100,
      ratio: 0.5,
    });
  });

  it('are shown in columns with what they were measured against', () => {
    const figures = [
      { name: 'votes', ours: 512, bare: 1000, ratio: 0.512, unit: 'a second' as const, aim: '0.5' },
    ];
    expect(table({ figures, memory: { web: 80.4 }, notes: ['So it is.'] })).toEqual([
      '       ours  bare  ratio            aim',
      'votes   512  1000   0.51  a second  0.5',
      'Memory (MB): web 80',
      'So it is.',
    ]);
  });
});
