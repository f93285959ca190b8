import { describe, expect, it } from '@jest/globals';
import { allowedMethods } from './allowed-methods.js';
import { withWholePaperId } from './paper-path.js';

describe('an old arXiv id in a path', () => {
  it.each([
    ['/api/papers/hep-th/9901001', '/api/papers/hep-th%2F9901001'],
    ['/api/papers/math.GT/0309136/upvote?x=1', '/api/papers/math.GT%2F0309136/upvote?x=1'],
    ['/papers/hep-th/9901001.md', '/papers/hep-th%2F9901001.md'],
    ['/api/arxiv/cond-mat/9901001v2/repos', '/api/arxiv/cond-mat%2F9901001v2/repos'],
    ['/internal/papers/cs/0101001', '/internal/papers/cs%2F0101001'],
  ])('is taken whole: %s', (url, expected) => {
    expect(withWholePaperId(url)).toBe(expected);
  });

  it.each([
    '/api/papers/2602.23229/upvote',
    '/api/papers/hep-th%2F9901001',
    '/papers/date/2026-11-22',
    '/papers/month/2026-11',
    '/papers/hep-th/99010012',
    '/?next=/papers/hep-th/9901001',
    '/api/papers/search?q=papers/hep-th/9901001',
  ])('is not seen where there is none: %s', (url) => {
    expect(withWholePaperId(url)).toBe(url);
  });

  it('is looked for in linear time', () => {
    const began = performance.now();
    withWholePaperId(`/papers/${'a-'.repeat(8_000)}/papers/`);
    withWholePaperId('/papers/a'.repeat(1_800));
    expect(performance.now() - began).toBeLessThan(100);
  });
});

describe('the methods of a path', () => {
  const routes = [
    { method: 'GET', pattern: '/api/papers/:id' },
    { method: 'POST', pattern: '/api/papers/:id/upvote' },
    { method: 'DELETE', pattern: '/api/papers/:id/upvote' },
    { method: 'GET', pattern: '/assets/*' },
  ];

  it.each([
    ['/api/papers/1/upvote?x', ['DELETE', 'POST']],
    ['/api/papers/1', ['GET']],
    ['/assets/a/b.css', ['GET']],
    ['/api/papers/', []],
    ['/api/papers/1/upvote/x', []],
    ['/', []],
  ])('of %s are %j', (url, expected) => {
    expect(allowedMethods(routes, url)).toEqual(expected);
  });
});
