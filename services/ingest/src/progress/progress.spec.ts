import { describe, expect, it } from '@jest/globals';
import { countOf, durationOf, PaceMeter, paceLine } from './progress.js';

describe('PaceMeter', () => {
  it('says the rate and the time left from what was done since it began', () => {
    const meter = new PaceMeter(1_000);
    meter.take(0, 500, 2_000);
    expect(meter.take(10_000, 600, 2_100)).toEqual({
      share: 0.6,
      papers: 2_100,
      papersPerSecond: 10,
      secondsLeft: 40,
    });
  });

  it('forgets how fast it was longer ago than its window', () => {
    const meter = new PaceMeter(1_000_000);
    for (let second = 0; second <= 100; second += 1) meter.take(second * 1_000, second * 1_000, second * 100);
    let pace = meter.take(100_000, 100_000, 10_000);
    for (let second = 101; second <= 130; second += 1)
      pace = meter.take(second * 1_000, 100_000 + second, 10_000 + second);
    expect(pace.papersPerSecond).toBe(1);
  });

  it('keeps few samples however often it is asked', () => {
    const meter = new PaceMeter(1_000_000);
    let pace = meter.take(0, 0, 0);
    for (let ms = 1; ms <= 15_000; ms += 1) pace = meter.take(ms, ms, ms * 5);
    expect(pace.papersPerSecond).toBeCloseTo(5_000, 0);
  });

  it('says nothing of the time left before it knows', () => {
    const pace = new PaceMeter(1_000).take(0, 0, 0);
    expect(pace.secondsLeft).toBeUndefined();
    expect(paceLine(pace)).toBe('0 %, 0 papers, 0 papers/s, time left unknown');
  });

  it('says neither share nor time left of what has no known size', () => {
    const meter = new PaceMeter(0);
    meter.take(0, 0, 0);
    expect(paceLine(meter.take(10_000, 5_000_000, 3_000))).toBe('3,000 papers, 300 papers/s');
  });
});

describe('a line of progress', () => {
  it('reads well for half a million papers', () => {
    const pace = { share: 0.4567, papers: 512_340, papersPerSecond: 1_499.6, secondsLeft: 405.2 };
    expect(paceLine(pace)).toBe('45 %, 512,340 papers, 1,500 papers/s, 6 min 45 s left');
  });

  it('says durations in the two units that matter', () => {
    expect([4.4, 59.6, 3_599, 7_500, -1].map(durationOf)).toEqual([
      '4 s',
      '1 min 0 s',
      '59 min 59 s',
      '2 h 5 min',
      '0 s',
    ]);
    expect(countOf(2_512_340)).toBe('2,512,340');
  });
});
