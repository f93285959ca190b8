import { describe, expect, it } from '@jest/globals';
import { interruptedCookie, interruptedIn, interruptedOf } from './interrupted.js';

const sent = (line: string) => line.slice(0, line.indexOf(';'));

describe('what signing in interrupted', () => {
  it('is remembered by a cookie for the pages of signing in, and forgotten', () => {
    const what = { paperId: 'hep-th/9901001', back: '/papers/trending?p=1#p-1' };
    const line = interruptedCookie('https://papers.example', what);
    expect(line).toMatch(/; Path=\/sign-in; Max-Age=86400; HttpOnly; SameSite=Lax; Secure$/);
    expect(interruptedOf(sent(line))).toEqual(what);
    expect(interruptedOf(sent(interruptedCookie('https://papers.example')))).toBeUndefined();
  });

  it('leads nowhere else and names nothing but papers, whatever is sent', () => {
    expect(interruptedIn({ vote: '../people', return: '//evil.example' })).toEqual({ back: '/' });
    expect(interruptedIn({ vote: ['2602.00001'], return: 7 })).toEqual({ back: '/' });
    for (const body of [undefined, null, 5, 'text', []]) expect(interruptedIn(body)).toEqual({ back: '/' });
    for (const value of ['x', 'bnVsbA', '....', 'A'.repeat(3_000)]) {
      const read = interruptedOf(`paperboy_interrupted=${value}`);
      expect(read === undefined || read.back === '/').toBe(true);
    }
  });
});
