import { describe, expect, it } from '@jest/globals';
import { LastCalls } from './last-calls.js';

const T = Date.parse('2026-11-22T12:00:00.000Z');

const broken = (code: string) => Object.assign(new Error('connect 127.0.0.1:1'), { code });

describe('what is told of the last calls to a service', () => {
  it('is nothing bad before the first one', () => {
    expect(new LastCalls().health(T)).toEqual({ state: 'up' });
  });

  it('is when it last answered', () => {
    const calls = new LastCalls();
    calls.answered(200, T - 1_000);
    calls.answered(200, T);
    expect(calls.health(T + 3_600_000)).toEqual({ state: 'up', lastAnswered: '2026-11-22T12:00:00.000Z' });
  });

  it('is how often it has failed in a row and why, until it answers', () => {
    const calls = new LastCalls();
    calls.answered(200, T);
    calls.answered(503, T + 1_000);
    calls.unanswered(broken('ECONNREFUSED'), T + 2_000);
    expect(calls.health(T + 2_000)).toEqual({
      state: 'degraded',
      detail: "It can't be reached: ECONNREFUSED.",
      failedInARow: 2,
      lastAnswered: '2026-11-22T12:00:00.000Z',
      lastFailed: '2026-11-22T12:00:02.000Z',
    });
    calls.answered(200, T + 3_000);
    expect(calls.health(T + 3_000)).toEqual({
      state: 'up',
      lastAnswered: '2026-11-22T12:00:03.000Z',
      lastFailed: '2026-11-22T12:00:02.000Z',
    });
    calls.unanswered(broken('ECONNRESET'), T + 4_000);
    expect(calls.health(T + 4_000)).toMatchObject({ state: 'degraded', failedInARow: 1 });
  });

  it('takes every answer for one but that the service can not for now', () => {
    const state = (status: number) => {
      const calls = new LastCalls();
      calls.answered(status, T);
      return calls.health(T).state;
    };
    expect([200, 304, 404, 429, 500].map(state)).toEqual(['up', 'up', 'up', 'up', 'up']);
    expect([502, 503, 504].map(state)).toEqual(['degraded', 'degraded', 'degraded']);
  });

  it('is no trouble of now once the failure is a minute old and nobody has asked since', () => {
    const calls = new LastCalls();
    calls.unanswered(broken('ECONNREFUSED'), T);
    expect(calls.health(T + 59_999).state).toBe('degraded');
    expect(calls.health(T + 60_000)).toEqual({ state: 'up', lastFailed: '2026-11-22T12:00:00.000Z' });
  });
});
