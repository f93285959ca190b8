import { describe, expect, it, test } from '@jest/globals';
import { listPath, listQuery, rankingPath } from './list-address.js';

describe('the addresses of lists', () => {
  it('say the list, the period, the category and the page, and can be made again from them', () => {
    const query = listQuery('day', '2026-11-22', { category: 'cs.AI', p: '2' });
    expect(query).toEqual({ list: 'day', period: '2026-11-22', category: 'cs.AI', page: 2 });
    if ('fault' in query) throw new Error('expected a query');
    expect(listPath(query)).toBe('/papers/date/2026-11-22?category=cs.AI&p=2');
    expect(rankingPath(query)).toBe('/internal/lists/day?p=2&limit=50&period=2026-11-22&category=cs.AI');
  });

  it('are short where nothing is chosen', () => {
    expect(listPath({ list: 'day', page: 0 })).toBe('/');
    expect(listPath({ list: 'week', page: 0 })).toBe('/papers/week');
    expect(listPath({ list: 'month', period: '2026-11', page: 0 })).toBe('/papers/month/2026-11');
    expect(listPath({ list: 'trending', page: 1 })).toBe('/papers/trending?p=1');
  });

  test.each([
    ['day', '2026-02-30'],
    ['day', 'yesterday'],
    ['week', '2026-W54'],
    ['week', '2025-W53'],
    ['week', '2026-W00'],
    ['month', '2026-13'],
    ['trending', '2026-11-22'],
  ] as const)('of a %s take no %s', (list, period) => {
    expect(listQuery(list, period, {})).toMatchObject({ fault: 'unknown-period' });
  });

  it('know the years of 53 weeks', () => {
    for (const period of ['2026-W53', '2020-W53', '2015-W53']) {
      expect(listQuery('week', period, {})).toMatchObject({ period });
    }
  });

  it('refuse what is no category and no page', () => {
    expect(listQuery('day', undefined, { category: '<script>' })).toMatchObject({
      fault: 'invalid-category',
    });
    expect(listQuery('day', undefined, { category: ['cs.AI', 'cs.CL'] })).toMatchObject({
      fault: 'invalid-category',
    });
    for (const p of ['-1', '1e3', '99999', 'x', ['1']]) {
      expect(listQuery('day', undefined, { p })).toMatchObject({ fault: 'invalid-page' });
    }
  });
});
