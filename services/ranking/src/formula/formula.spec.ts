import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareOrders, kendallTau } from './comparison.js';
import { log2, takeApart } from './exact.js';
import { type RankedPaper, rank } from './formula.js';
import { formulas } from './formulas.js';
import { BUCKET_MS, bucketAt, bucketsOf, Trending } from './trending.js';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const settings = { halfLifeHours: 24, commentWeight: 0.5 };
const all = formulas(settings);

function paper(changes: Partial<RankedPaper> = {}): RankedPaper {
  return { id: '2611.00001', submittedAt: NOON - 4 * HOUR, votes: [], comments: [], ...changes };
}

function scoreOf(name: string, of: RankedPaper): number {
  const formula = all[name];
  if (!formula) throw new Error(`no formula ${name}`);
  return formula.score(of, NOON);
}

describe('the trending score at a fixed time', () => {
  it('is the time of the vote in half-lives for a single vote', () => {
    // 22 November 2026, 12:00 UTC is 20779.5 days, and one vote adds log2(1) = 0.
    expect(scoreOf('trending', paper({ votes: [NOON] }))).toBeCloseTo(20_779.5, 10);
  });

  it('rises by one half-life with twice the votes', () => {
    expect(scoreOf('trending', paper({ votes: [NOON, NOON + 1, NOON + 2, NOON + 3] }))).toBeCloseTo(
      20_781.5,
      10,
    );
  });

  it('weighs a vote one half-life older as half a vote', () => {
    // log2(1 + 1/2) = 0.5849625007
    expect(scoreOf('trending', paper({ votes: [NOON, NOON - 24 * HOUR] }))).toBeCloseTo(20_780.0849625007, 9);
  });

  it('adds comments with their weight', () => {
    // One vote and two comments of 0.5 weigh 2: log2(2) = 1.
    expect(scoreOf('trending', paper({ votes: [NOON], comments: [NOON, NOON] }))).toBeCloseTo(20_780.5, 10);
  });

  it('puts no paper without votes and comments on the list', () => {
    expect(rank(all.trending as never, [paper()], NOON)).toEqual([]);
  });

  it('keeps one vote of today beside a billion of two months ago, and the billion beside the one', () => {
    const decay = new Trending(settings);
    const today = bucketAt(NOON);
    const old = today - 60 * 96;
    const both = new Map([
      [today, { votes: 1, comments: 0 }],
      [old, { votes: 1_000_000_000, comments: 0 }],
    ]);
    const one = new Map([[today, { votes: 1, comments: 0 }]]);
    expect(decay.score(both)).toBeGreaterThanOrEqual(decay.score(one) as number);
    expect(decay.score(both)).toBeCloseTo(20_779.5, 6);
  });
});

describe('the trending score in general', () => {
  const moments = fc.array(
    fc.integer({ min: 0, max: 400 * 96 }).map((bucket) => NOON - bucket * BUCKET_MS),
    {
      maxLength: 60,
      size: 'max',
    },
  );

  it('does not depend on the order in which votes came', () => {
    fc.assert(
      fc.property(moments, moments, fc.infiniteStream(fc.nat()), (votes, comments, numbers) => {
        const shuffled = votes
          .map((vote) => ({ vote, place: numbers.next().value as number }))
          .sort((a, b) => a.place - b.place)
          .map(({ vote }) => vote);
        expect(scoreOf('trending', paper({ votes: shuffled, comments }))).toBe(
          scoreOf('trending', paper({ votes, comments })),
        );
      }),
    );
  });

  it('is the logarithm of the weighted votes, as worked out with far more digits', () => {
    fc.assert(
      fc.property(
        moments.filter((votes) => votes.length > 0),
        moments,
        (votes, comments) => {
          const newest = Math.max(...votes, ...comments);
          const weight = (at: number) => 2 ** ((bucketAt(at) - bucketAt(newest)) / 96);
          const sum =
            votes.reduce((sum, at) => sum + weight(at), 0) +
            comments.reduce((sum, at) => sum + weight(at) / 2, 0);
          const expected = bucketAt(newest) / 96 + Math.log2(sum);
          expect(Math.abs(scoreOf('trending', paper({ votes, comments })) - expected)).toBeLessThan(2 ** -36);
        },
      ),
    );
  });

  it('keeps the order of two papers when time passes, since now is no part of it', () => {
    const formula = all.trending;
    const one = paper({ votes: [NOON, NOON - 5 * HOUR] });
    expect(formula?.score(one, NOON)).toBe(formula?.score(one, NOON + 1_000 * HOUR));
  });

  it('never falls when a vote is added', () => {
    fc.assert(
      fc.property(
        moments.filter((votes) => votes.length > 0),
        fc.nat(400 * 96),
        (votes, bucket) => {
          const more = [...votes, NOON - bucket * BUCKET_MS];
          expect(scoreOf('trending', paper({ votes: more }))).toBeGreaterThanOrEqual(
            scoreOf('trending', paper({ votes })),
          );
        },
      ),
    );
  });

  it('counts in whole buckets of a quarter of an hour', () => {
    expect(bucketsOf([0, BUCKET_MS - 1, BUCKET_MS], [5])).toEqual(
      new Map([
        [0, { votes: 2, comments: 1 }],
        [1, { votes: 1, comments: 0 }],
      ]),
    );
  });
});

describe('the exact logarithm', () => {
  it('is right for powers of two and close to the true one elsewhere', () => {
    for (let exponent = -200; exponent <= 200; exponent++) expect(log2(2 ** exponent)).toBe(exponent);
    fc.assert(
      fc.property(fc.double({ min: 1e-40, max: 1e40, noNaN: true }), (value) => {
        expect(Math.abs(log2(value) - Math.log2(value))).toBeLessThan(1e-13);
        const { fraction, exponent } = takeApart(value);
        expect(fraction >= 0.5 && fraction < 1 && fraction * 2 ** exponent === value).toBe(true);
      }),
    );
  });
});

describe('the other formulas at a fixed time', () => {
  it('scores 16 votes after four hours as Hacker News does', () => {
    // 16^0.8 / ((240 + 120) / 60)^1.8 = 9.18958684 / 25.15849... = 0.36526
    const votes = Array.from({ length: 16 }, () => NOON);
    expect(scoreOf('hacker-news', paper({ votes }))).toBeCloseTo(9.18958684 / 6 ** 1.8, 8);
    expect(scoreOf('hacker-news', paper({ votes }))).toBeCloseTo(0.36527, 4);
    expect(scoreOf('hacker-news', paper())).toBe(0);
  });

  it('scores 100 votes as reddit does', () => {
    // 08:00 UTC is 1795334400 s, less 1134028003 is 661306397 s; / 45000 = 14695.6977111; + log10(100) = 2.
    const votes = Array.from({ length: 100 }, () => NOON);
    expect(scoreOf('reddit-hot', paper({ votes }))).toBe(14_697.6977111);
    expect(scoreOf('reddit-hot', paper())).toBe(14_695.6977111);
  });

  it('orders equal scores by the earlier submission, then the id', () => {
    const votes = [NOON];
    const papers = [
      paper({ id: '2611.00003', votes }),
      paper({ id: '2611.00002', votes }),
      paper({ id: '2611.00009', votes, submittedAt: NOON - 5 * HOUR }),
    ];
    expect(rank(all.trending as never, papers, NOON)).toEqual(['2611.00009', '2611.00002', '2611.00003']);
  });
});

describe('the comparison of two orders', () => {
  it('is 1 for the same order, -1 for the reverse, and in between by the pairs that differ', () => {
    expect(compareOrders(['a', 'b', 'c'], ['a', 'b', 'c'])).toEqual({
      papers: 3,
      overlapAt10: 3,
      kendallTau: 1,
    });
    expect(compareOrders(['a', 'b', 'c'], ['c', 'b', 'a']).kendallTau).toBe(-1);
    // One of six pairs differs: 1 - 2 * 1 / 6.
    expect(compareOrders(['a', 'b', 'c', 'd'], ['b', 'a', 'c', 'd']).kendallTau).toBeCloseTo(2 / 3, 12);
    expect(compareOrders(['a'], ['b'])).toEqual({ papers: 2, overlapAt10: 0 });
  });

  it('counts every pair as the definition does', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(1_000), { minLength: 2, maxLength: 40 }), (places) => {
        let sum = 0;
        for (let i = 0; i < places.length; i++) {
          for (let j = i + 1; j < places.length; j++)
            sum += (places[i] as number) < (places[j] as number) ? 1 : -1;
        }
        expect(kendallTau(places)).toBeCloseTo(sum / ((places.length * (places.length - 1)) / 2), 10);
      }),
    );
  });
});
