import { describe, expect, it } from '@jest/globals';
import { mayAskAgain, quietWindow } from './request-limit.js';

const now = new Date('2026-11-22T12:00:00Z');
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

describe('asking an address for confirmation', () => {
  it('is allowed the first time, and again after five minutes', () => {
    expect(mayAskAgain([], now)).toBe(true);
    expect(mayAskAgain([ago(5)], now)).toBe(true);
    expect(mayAskAgain([ago(4.99)], now)).toBe(false);
  });

  it('is allowed five times a day', () => {
    const four = [ago(10), ago(100), ago(200), ago(300)];
    expect(mayAskAgain(four, now)).toBe(true);
    expect(mayAskAgain([...four, ago(400)], now)).toBe(false);
    expect(mayAskAgain([...four, ago(24 * 60)], now)).toBe(true);
  });

  it('has windows of five minutes', () => {
    expect(quietWindow(ago(0))).toBe(quietWindow(new Date(now.getTime() + 299_999)));
    expect(quietWindow(ago(0))).not.toBe(quietWindow(new Date(now.getTime() + 300_000)));
  });
});
