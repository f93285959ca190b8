import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchPath, searchQuery, withTerm } from './search-address.js';

describe('the address of a search page', () => {
  it('is the shortest that leads to the search, and reads back as the same', () => {
    expect(searchPath(searchQuery({ q: ' large neural networks ' }))).toBe('/papers?q=large+neural+networks');
    expect(searchPath(searchQuery({}))).toBe('/papers');
    const asked = fc.record({
      q: fc.string({ maxLength: 200 }),
      sort: fc.constantFrom('relevance', 'date', 'upvotes', 'trending'),
      p: fc.integer({ min: 0, max: 25 }).map(String),
      date: fc.constantFrom('2026-11-22', ''),
      trending: fc.constantFrom('true', 'false'),
    });
    fc.assert(
      fc.property(asked, (query) => {
        const read = searchQuery(query);
        const again = new URL(searchPath(read), 'http://localhost').searchParams;
        expect(searchQuery(Object.fromEntries(again))).toEqual(read);
      }),
    );
  });

  it('takes what makes no sense as absent, and bounds the rest', () => {
    const hostile = {
      q: 'x'.repeat(5_000),
      sort: 'constructor',
      p: '9999999',
      date: '2026-02-30',
      trending: [],
    };
    expect(searchQuery(hostile)).toEqual({
      q: 'x'.repeat(300),
      sort: 'relevance',
      page: 25,
      trending: false,
      typing: false,
    });
    expect(searchQuery({ q: ['a', 'b'], p: '-1' })).toMatchObject({ q: '', page: 0 });
    expect(searchQuery(undefined).q).toBe('');
  });

  it('takes one more term on the first page', () => {
    const query = { ...searchQuery({ q: 'diffusion', p: '3' }) };
    expect(withTerm(query, 'cat:cs.LG')).toMatchObject({ q: 'diffusion cat:cs.LG', page: 0 });
  });
});
