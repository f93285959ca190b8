import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketAt, Trending } from '../formula/trending.js';
import { bucketsIn, trendingTerms, withOneMore } from './why.js';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const trending = new Trending({ halfLifeHours: 24, commentWeight: 0.5 });

describe('the terms of trending', () => {
  it('weigh two votes of now and four of a day ago as four votes of now', () => {
    const terms = trendingTerms(
      new Map([
        [bucketAt(NOON - 24 * HOUR), { votes: 4, comments: 0 }],
        [bucketAt(NOON), { votes: 2, comments: 0 }],
      ]),
      trending,
      NOON,
    );
    expect(terms?.terms.map(({ votes, weight }) => [votes, weight])).toEqual([
      [2, 2],
      [4, 2],
    ]);
    expect(terms?.weight).toBeCloseTo(4, 8);
    expect(terms?.score).toBeCloseTo(20_779.5 + 2, 9);
  });

  it('add up to the whole weight, whatever the votes', () => {
    const buckets = fc.dictionary(
      fc.integer({ min: 0, max: 900 }).map(String),
      fc.integer({ min: 1, max: 9 }),
      {
        minKeys: 1,
        maxKeys: 20,
      },
    );
    fc.assert(
      fc.property(buckets, (counts) => {
        const map = new Map(
          Object.entries(counts).map(([age, votes]) => [
            bucketAt(NOON) - Number(age),
            { votes, comments: 1 },
          ]),
        );
        const terms = trendingTerms(map, trending, NOON);
        const sum = terms?.terms.reduce((all, { weight }) => all + weight, 0) ?? 0;
        expect((terms?.weight ?? 0) / sum).toBeCloseTo(1, 8);
      }),
    );
  });

  it('are read out of the fields that the script writes, and one more vote is one more', () => {
    const buckets = bucketsIn({ u: '3', b20779: '3.5|48:2:1,3:1:0', t: '1' }, 96);
    expect(buckets).toEqual(
      new Map([
        [20_779 * 96 + 48, { votes: 2, comments: 1 }],
        [20_779 * 96 + 3, { votes: 1, comments: 0 }],
      ]),
    );
    expect(withOneMore(buckets, 20_779 * 96 + 3).get(20_779 * 96 + 3)).toEqual({ votes: 2, comments: 0 });
    expect(withOneMore(buckets, 1).get(1)).toEqual({ votes: 1, comments: 0 });
  });

  it('are absent without votes and comments', () => {
    expect(trendingTerms(new Map(), trending, NOON)).toBeUndefined();
  });
});
