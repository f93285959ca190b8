import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { returnPath } from './return-path.js';

describe('the way back after a form', () => {
  it('goes to a path of this site', () => {
    expect(returnPath('/papers/date/2026-11-22?p=1#p-2602.23229')).toBe(
      '/papers/date/2026-11-22?p=1#p-2602.23229',
    );
    expect(returnPath('/')).toBe('/');
  });

  test.each([
    undefined,
    ['/a'],
    '',
    'papers',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    '/ok\r\nset-cookie: a=b',
    '/./\\/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'javascript:alert(1)',
    `/${'a'.repeat(600)}`,
  ])('goes home instead of to %j', (sent) => {
    expect(returnPath(sent)).toBe('/');
  });

  it('stays on this site whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((rest) => `/${rest}`),
          fc.webUrl(),
        ),
        (sent) => {
          const path = returnPath(sent);
          expect(new URL(path, 'http://here.example').origin).toBe('http://here.example');
          expect(path).not.toMatch(/[\r\n\t\\ ]/);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
