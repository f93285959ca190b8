import { describe, expect, it, test } from '@jest/globals';
import { DEFAULT_CHOICES } from '@paperboy/contracts';
import { choicesKey, leavesOut, reasonsToShow } from './chosen.js';

const paper = { upvotes: 5, paper: { categories: ['cs.LG', 'stat.ML'] } };

describe('what a reader has chosen', () => {
  test.each([
    ['nothing', {}, []],
    ['a category of the paper', { categories: ['stat.ML', 'hep-th'] }, ['category: stat.ML']],
    ['an archive', { categories: ['cs'] }, ['category: cs']],
    ['the beginning of a name, which is no archive', { categories: ['c'] }, undefined],
    ['another category', { categories: ['hep-th'] }, undefined],
    ['as many upvotes as it has', { minUpvotes: 5 }, ['at least 5 upvotes']],
    ['more upvotes than it has', { minUpvotes: 6 }, undefined],
    ['both, of which it has one', { categories: ['cs.LG'], minUpvotes: 6 }, undefined],
  ])('%s decides on a paper', (_what, choices, reasons) => {
    expect(reasonsToShow(paper, { ...DEFAULT_CHOICES, ...choices })).toEqual(reasons);
  });

  it('leaves out no paper without categories when none was chosen', () => {
    expect(reasonsToShow({ upvotes: 0, paper: {} }, DEFAULT_CHOICES)).toEqual([]);
    expect(leavesOut(DEFAULT_CHOICES)).toBe(false);
  });

  it('has the same name in whatever order the categories were chosen, and another for each difference', () => {
    const key = (choices: object) => choicesKey({ ...DEFAULT_CHOICES, ...choices });
    expect(key({ categories: ['cs.LG', 'cs.AI'] })).toBe(key({ categories: ['cs.AI', 'cs.LG', 'cs.AI'] }));
    const others = [
      {},
      { categories: ['cs.LG'] },
      { keywords: ['cs.LG'] },
      { authors: ['cs.LG'] },
      { minUpvotes: 1 },
      { papers: 9 },
      { format: 'text' },
    ];
    expect(new Set([...others, { evenWhenEmpty: true }].map(key)).size).toBe(8);
  });
});
