import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Piece, wordDifference } from './word-difference.js';

const textOf = (pieces: readonly Piece[], not: Piece['of']) =>
  pieces
    .filter((piece) => piece.of !== not)
    .map(({ text }) => text)
    .join('');

describe('the difference of two texts', () => {
  it('is told by the word', () => {
    expect(wordDifference('We count votes twice.', 'We count votes once.')).toEqual([
      { text: 'We count votes ', of: 'both' },
      { text: 'twice', of: 'earlier' },
      { text: 'once', of: 'later' },
      { text: '.', of: 'both' },
    ]);
    expect(wordDifference('Same.', 'Same.')).toEqual([{ text: 'Same.', of: 'both' }]);
    expect(wordDifference('', '12 pages')).toEqual([{ text: '12 pages', of: 'later' }]);
  });

  it('loses nothing of either text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(fc.constantFrom('a', 'b', ' ', '\n', '$x$', 'é', '神', '.'), { maxLength: 40 })
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, text, (earlier, later) => {
        const pieces = wordDifference(earlier, later);
        expect(textOf(pieces, 'later')).toBe(earlier);
        expect(textOf(pieces, 'earlier')).toBe(later);
      }),
    );
  });

  it('of texts that have nothing in common is the two texts', () => {
    const words = (sign: string) => Array.from({ length: 4_000 }, (_, at) => `${sign}${at}`).join(' ');
    expect(wordDifference(words('a'), words('b')).map(({ of }) => of)).toEqual(['earlier', 'later']);
  });
});
