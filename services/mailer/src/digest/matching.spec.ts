import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wishesOf } from '../subscription/wish.js';
import { matchesOf, reasonsOf } from './matching.js';

const papers = (...ids: string[]) => ids.map((id) => ({ paper: { id } }));
const ids = (found: { paper: { id: string } }[]) => found.map(({ paper }) => paper.id);

describe('keywords and authors', () => {
  it('are searches with the reason that their papers are told by, each once', () => {
    expect(
      wishesOf({ keywords: ['diffusion', '"state space"', 'diffusion'], authors: ['Ada "L" Byron'] }),
    ).toEqual([
      { search: 'diffusion', reason: 'keyword: diffusion' },
      { search: '"state space"', reason: 'keyword: "state space"' },
      { search: 'author:"Ada  L  Byron"', reason: 'author: Ada "L" Byron' },
    ]);
    expect(wishesOf()).toEqual([]);
  });

  it('take turns, so that a common word leaves room for a rare one; each paper comes once, with all its reasons', () => {
    const wishes = wishesOf({ keywords: ['common', 'rare'] });
    const found = new Map([
      ['common', papers('1', '2', '3', '4', '5')],
      ['rare', papers('9', '2')],
    ]);
    expect(ids(matchesOf(wishes, found, new Set(['1']), 4))).toEqual(['2', '9', '3', '4']);
    expect(reasonsOf(wishes, found).get('2')).toEqual(['keyword: common', 'keyword: rare']);
    expect(reasonsOf(wishes, found).get('1')).toEqual(['keyword: common']);
  });

  it('bring papers that they found, none twice, none that is shown already, and no more than there is room for', () => {
    const id = fc.integer({ min: 0, max: 30 }).map(String);
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), fc.uniqueArray(id), { maxKeys: 8 }),
        fc.uniqueArray(id),
        fc.integer({ min: 0, max: 25 }),
        (lists, shown, most) => {
          const wishes = wishesOf({ keywords: Object.keys(lists) });
          const found = new Map(Object.entries(lists).map(([word, of]) => [word, papers(...of)]));
          const matched = ids(matchesOf(wishes, found, new Set(shown), most));
          const possible = new Set(
            Object.values(lists)
              .flat()
              .filter((one) => !shown.includes(one)),
          );
          expect(new Set(matched).size).toBe(matched.length);
          expect(matched.every((one) => possible.has(one))).toBe(true);
          expect(matched).toHaveLength(Math.min(possible.size, most));
          expect(matched.every((one) => reasonsOf(wishes, found).get(one)?.length)).toBe(true);
        },
      ),
    );
  });
});
