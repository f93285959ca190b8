import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stretches } from './marked.js';

describe('a text with marks', () => {
  it('is cut into what was looked for and what was not', () => {
    expect(stretches('large neural networks', [[6, 12]])).toEqual([
      { text: 'large ', marked: false },
      { text: 'neural', marked: true },
      { text: ' networks', marked: false },
    ]);
  });

  it('shows a part with the marks that lie in it', () => {
    expect(
      stretches(
        'one two three',
        [
          [0, 3],
          [4, 7],
        ],
        [2, 9],
      ),
    ).toEqual([
      { text: 'e', marked: true },
      { text: ' ', marked: false },
      { text: 'two', marked: true },
      { text: ' t', marked: false },
    ]);
  });

  it('loses and doubles nothing of the text, whatever the ranges are', () => {
    const range = fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.array(range), (text, marks) => {
        const sorted = [...marks].sort(([a], [b]) => a - b);
        expect(
          stretches(text, sorted)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
