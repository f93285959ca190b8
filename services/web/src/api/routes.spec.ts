import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { matchRoute, routes } from './routes.js';

function target(method: string, url: string): string {
  const match = matchRoute(method, url);
  return match.kind === 'route' ? `${match.route.service} ${match.target}` : match.kind;
}

describe('the table of the door', () => {
  test.each([
    ['GET', '/api/daily_papers?date=2026-11-22&p=1', 'ranking /api/daily_papers?date=2026-11-22&p=1'],
    ['HEAD', '/api/daily_papers', 'ranking /api/daily_papers'],
    ['GET', '/api/papers/2602.23229', 'web /api/papers/2602.23229'],
    ['GET', '/api/papers/hep-th/9901001', 'web /api/papers/hep-th%2F9901001'],
    ['GET', '/api/papers/hep-th%2F9901001', 'web /api/papers/hep-th%2F9901001'],
    [
      'GET',
      '/api/papers/math.GT%2f0309136/why?list=day',
      'ranking /api/papers/math.GT%2F0309136/why?list=day',
    ],
    ['GET', '/api/papers/2605.15202v1', 'web /api/papers/2605.15202'],
    ['GET', '/api/papers/hep-th/9901001v2/why', 'ranking /api/papers/hep-th%2F9901001/why'],
    ['POST', '/api/papers/submit', 'catalog /api/papers/submit'],
    ['POST', '/api/papers/index', 'ingest /api/papers/index'],
    ['GET', '/api/papers/lab:2026-17', 'web /api/papers/lab%3A2026-17'],
    ['POST', '/api/papers/lab%3A2026-17/upvote', 'catalog /api/papers/lab%3A2026-17/upvote'],
    ['POST', '/api/papers/2602.23229/upvote', 'catalog /api/papers/2602.23229/upvote'],
    ['DELETE', '/api/papers/hep-th/9901001/upvote', 'catalog /api/papers/hep-th%2F9901001/upvote'],
    ['GET', '/api/editions/week-2026-W47/papers?p=1', 'ranking /api/editions/week-2026-W47/papers?p=1'],
    ['GET', '/api/arxiv/hep-th/9901001/repos', 'web /api/arxiv/hep-th%2F9901001/repos'],
    ['POST', '/api/subscriptions', 'mailer /api/subscriptions'],
    ['DELETE', '/api/settings/tokens/0123abcd', 'catalog /api/settings/tokens/0123abcd'],
  ])('sends %s %s to %s', (method, url, expected) => {
    expect(target(method, url)).toBe(expected);
  });

  test.each([
    '/api',
    '/api/',
    '/api/unknown',
    '/api/papers/not-an-id',
    '/api/papers/lab:..',
    '/api/papers/lab:a%2fb',
    '/api/papers/2602.23229/../../internal/sample',
    '/api/papers/..%2f..%2finternal%2fsample',
    '/api/papers/2602.23229%2f..%2fwhy',
    '/api/papers/2602.23229%00',
    '/api/papers/%zz',
    '/api/internal/votes/standing',
    '/internal/sample',
    '/api//daily_papers',
    '/api/papers/2602.23229/why/more',
    '/api/editions/2602.23229',
    '/api/editions/day-2026-13-01',
    '/api/editions/day-2026-11-22/close',
    '/papers/day.rss',
    '/api/settings/tokens/..',
    '/api/settings/tokens/a%2fb',
    '/api/settings/tokens/',
  ])('knows nothing of %s', (url) => {
    expect(matchRoute('GET', url).kind).toBe('unknown');
  });

  it('says which methods a path has', () => {
    expect(matchRoute('PUT', '/api/papers/2602.23229/upvote')).toEqual({
      kind: 'wrong-method',
      allow: ['POST', 'DELETE'],
    });
    expect(matchRoute('GET', '/api/papers/submit')).toEqual({ kind: 'wrong-method', allow: ['POST'] });
  });

  it('lets nothing but the paths of the table through, whatever is asked', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '%2e%2e',
        'internal',
        'api',
        'papers',
        'upvote',
        '%2f',
        '\\',
        '',
        ';',
        '@',
        '#',
      ),
      fc.string({ maxLength: 12 }),
      fc.constantFrom('2602.23229', 'hep-th', '9901001'),
    );
    const shapes = routes.map(
      ({ path }) =>
        new RegExp(
          `^${path
            .replace('{id}', '([0-9.]+|[a-zA-Z.-]+%2F[0-9]{7}|(day|week|month)-[0-9W-]+)')
            .replace(/\{\w+\}/g, '[\\w-]+')}$`,
        ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
        const match = matchRoute('GET', `/api/${pieces.join('/')}`);
        if (match.kind !== 'route') return;
        const path = match.target.split('?')[0] ?? '';
        expect(shapes.some((shape) => shape.test(path))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
