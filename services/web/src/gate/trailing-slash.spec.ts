import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutTrailingSlash } from './trailing-slash.js';

describe('a slash at the end of an address', () => {
  test.each([
    ['/papers/week/', '/papers/week'],
    ['/papers/week///?p=1&category=cs.LG', '/papers/week?p=1&category=cs.LG'],
    ['/api/daily_papers/?date=2026-11-22', '/api/daily_papers?date=2026-11-22'],
  ])('is left out of %s', (url, plain) => {
    expect(withoutTrailingSlash(url)).toBe(plain);
  });

  test.each(['/', '/papers/week', '/papers/week?return=/', '//evil.example/', '/\\evil.example/', ''])(
    'leaves %s as it is',
    (url) => {
      expect(withoutTrailingSlash(url)).toBeUndefined();
    },
  );

  it('never leads to another host', () => {
    const piece = fc.constantFrom('/', '\\', 'a', '.', '?', '#', 'evil.example', '@', ':');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const plain = withoutTrailingSlash(`/${pieces.join('')}`);
        if (plain === undefined) return;
        expect(new URL(plain, 'http://here.example').host).toBe('here.example');
      }),
      { numRuns: 2_000 },
    );
  });
});
