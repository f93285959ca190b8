import { describe, expect, it } from '@jest/globals';
import { mayAskAgain } from './request-limit.js';

const now = new Date('2026-11-22T12:00:00Z');
const ago = (minutes: number, same = true) => ({ at: new Date(now.getTime() - minutes * 60_000), same });

describe('asking a mailbox for confirmation', () => {
  it('is allowed the first time, and for the same again after five minutes', () => {
    expect(mayAskAgain([], now)).toBe(true);
    expect(mayAskAgain([ago(5)], now)).toBe(true);
    expect(mayAskAgain([ago(4.99)], now)).toBe(false);
  });

  it('is allowed at once for a correction', () => {
    expect(mayAskAgain([ago(0, false)], now)).toBe(true);
    expect(mayAskAgain([ago(0, false), ago(1)], now)).toBe(false);
  });

  it('is allowed five times a day, corrections included', () => {
    const four = [ago(10), ago(100, false), ago(200), ago(300)];
    expect(mayAskAgain(four, now)).toBe(true);
    expect(mayAskAgain([...four, ago(0, false)], now)).toBe(false);
    expect(mayAskAgain([...four, ago(24 * 60)], now)).toBe(true);
  });
});
