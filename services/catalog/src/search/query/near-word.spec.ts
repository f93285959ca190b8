import { describe, expect, it, test } from '@jest/globals';
import { editDistance, nearestWords } from './near-word.js';

const known = [
  { word: 'diffusion', papers: 90 },
  { word: 'diffusions', papers: 2 },
  { word: 'fusion', papers: 40 },
  { word: 'confusion', papers: 10 },
  { word: 'network', papers: 70 },
  { word: 'networks', papers: 80 },
];

describe('a misspelt word', () => {
  test.each([
    ['difusion', 'diffusion'],
    ['difussion', 'diffusion'],
    ['netwrok', 'network'],
    ['nteworks', 'networks'],
    ['zebra', undefined],
    ['of', undefined],
  ])('%s is corrected to %s', (misspelt, word) => {
    expect(nearestWords(misspelt, known, 1)[0]).toBe(word);
  });

  it('has several corrections, the nearest first and of these the commonest', () => {
    expect(nearestWords('networkz', known, 3)).toEqual(['networks', 'network']);
  });

  it('is as far from another as letters must be changed, neighbours swapped counting once', () => {
    expect(editDistance('abcd', 'abdc', 3)).toBe(1);
    expect(editDistance('abcd', 'bcd', 3)).toBe(1);
    expect(editDistance('kitten', 'sitting', 3)).toBe(3);
    expect(editDistance('kitten', 'sitting', 2)).toBe(3);
  });
});
