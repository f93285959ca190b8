import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { bare, fold, sourceRange, wordsOf } from './fold.js';
import { asHtml, bestExcerpt, type Mark } from './marked-text.js';

describe('a folded text', () => {
  test.each([
    ['CO₂ in ℝᵈ', 'CO2 in Rd'],
    ['eﬃcient', 'efficient'],
    ['深度学习 works', ' 深  度  学  习  works'],
    ['a\u0000b\u202ec\ue000d', 'a bc d'],
    ['soft\u00adware', 'software'],
    ['naïve', 'naïve'],
  ])('%j is read as %j', (source, text) => {
    expect(fold(source).text).toBe(text);
  });

  it('knows where each stretch came from', () => {
    const source = 'eﬃcient CO₂ 深度';
    const folded = fold(source);
    const at = folded.text.indexOf('CO2');
    expect(source.slice(...sourceRange(folded, source, at, at + 3))).toBe('CO₂');
    expect(source.slice(...sourceRange(folded, source, 0, 'efficient'.length))).toBe('eﬃcient');
  });

  it('holds no sign that marks tags or findings, and points into its source, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (source) => {
        const folded = fold(source);
        expect(folded.text).not.toMatch(/\p{Co}/u);
        for (const word of wordsOf(folded.text)) {
          const at = folded.text.indexOf(word);
          const [start, end] = sourceRange(folded, source, at, at + word.length);
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(source.length);
        }
      }),
    );
  });

  it('has words without accents and case for the vocabulary', () => {
    expect(['Größe', 'NAÏVE', 'Łódź'].map(bare)).toEqual(['große', 'naive', 'łodz']);
  });
});

describe('the marks of what was found', () => {
  it('are escaped with the text around them', () => {
    expect(asHtml('a <b> & "c"', [[2, 5]])).toBe('a <mark>&#60;b&#62;</mark> &#38; &#34;c&#34;');
  });

  it('decide which part of a long text is shown, cut between words', () => {
    const text = `${'before '.repeat(100)}found here ${'after '.repeat(100)}`;
    const at = text.indexOf('found');
    const marks: Mark[] = [[at, at + 5]];
    const [start, end] = bestExcerpt(text, marks, 200);
    expect(text.slice(start, end)).toMatch(/^before .*found here .*after$/);
    expect(end - start).toBeLessThanOrEqual(200);
    expect(bestExcerpt('short', [], 200)).toEqual([0, 5]);
  });
});
