import { describe, expect, it } from '@jest/globals';
import { type Cast, judgeReadings, type Known, type Reading } from './readings.js';

const SECOND = 1_000;

/** Three papers; `b` has two votes, which were cast at 1 s and at 5 s. */
const known: Known = {
  casts: [cast('b', 1), cast('b', 5)],
  submittedAt: new Map([
    ['a', 10],
    ['b', 20],
    ['c', 30],
  ]),
  countedWithinMs: 10 * SECOND,
};

function cast(paperId: string, second: number): Cast {
  return { paperId, startedAt: second * SECOND, endedAt: second * SECOND + 10 };
}

function reading(second: number, upvotes: Record<string, number>, more: Partial<Reading> = {}): Reading {
  return {
    source: 'ranking 1',
    list: 'day',
    startedAt: second * SECOND,
    endedAt: second * SECOND + 10,
    stale: false,
    freshMs: 50,
    whole: true,
    places: Object.entries(upvotes).map(([id, count]) => ({ id, upvotes: count })),
    ...more,
  };
}

const wrong = (...readings: Reading[]): number => judgeReadings(readings, known).length;

describe('answers while people only cast votes', () => {
  it('are right when they show what was there before they were asked for, or while they were', () => {
    expect(
      wrong(reading(2, { b: 1, a: 0 }), reading(3, { b: 1, a: 0, c: 0 }), reading(6, { b: 2, a: 0, c: 0 })),
    ).toBe(0);
    expect(wrong(reading(2, { a: 0, b: 0, c: 0 }))).toBe(0);
  });

  it('are wrong when there are fewer upvotes than somebody has seen, unless they say that they may be old', () => {
    expect(wrong(reading(6, { b: 2, a: 0 }), reading(7, { b: 1, a: 0 }))).toBe(1);
    expect(wrong(reading(6, { b: 2, a: 0 }), reading(6.02, { b: 1, a: 0 }))).toBe(0);
    expect(wrong(reading(6, { b: 2, a: 0 }), reading(7, { b: 1, a: 0 }, { stale: true }))).toBe(0);
    expect(wrong(reading(6, { b: 2 }, { list: 'trending' }), reading(7, { b: 1, a: 0 }))).toBe(1);
  });

  it('are wrong when a vote is not counted that was acknowledged long ago, or one is that nobody had sent', () => {
    expect(wrong(reading(16, { b: 1, a: 0 }))).toBe(1);
    expect(wrong(reading(3, { b: 2, a: 0 }))).toBe(1);
    expect(wrong(reading(3, { b: 2, a: 0 }, { stale: true }))).toBe(1);
  });

  it('are wrong when they are empty, when a paper is missing that was listed, or stands there twice', () => {
    expect(wrong(reading(2, {}))).toBe(1);
    expect(wrong(reading(2, { a: 0, b: 0, c: 0 }), reading(3, { a: 0, b: 0 }))).toBe(1);
    expect(wrong(reading(2, { a: 0, b: 0, c: 0 }), reading(3, { a: 0, b: 0 }, { whole: false }))).toBe(0);
    expect(wrong(reading(2, { a: 0 }, { places: [place('a'), place('a')] }))).toBe(1);
  });

  it('are wrong when their order is not that of the numbers', () => {
    expect(wrong(reading(2, { a: 0, b: 1 }))).toBe(1);
    expect(wrong(reading(2, { b: 1, c: 0, a: 0 }))).toBe(1);
  });

  it('are wrong when they are none', () => {
    expect(wrong(reading(2, {}, { failure: '503' }))).toBe(1);
  });
});

function place(id: string): Reading['places'][number] {
  return { id, upvotes: 0 };
}
