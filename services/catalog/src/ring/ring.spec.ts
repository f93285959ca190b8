import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LEAST_PAPERS, LEAST_PEOPLE, type PossibleMember, ringsOf, SAME_AGE_MS } from './ring.js';

const voter = (id: string, papers: string, madeAt = 0): PossibleMember => ({
  id,
  madeAt,
  papers: new Set(papers.split('')),
});

describe('rings of people who share a network', () => {
  it('are three of the same age who vote for the same three papers', () => {
    const ring = [voter('a', 'xyz'), voter('b', 'xyz', 1_000), voter('c', 'xyzw', SAME_AGE_MS)];
    expect(ringsOf(ring)).toEqual([
      { id: expect.any(String), people: ['a', 'b', 'c'], papers: ['x', 'y', 'z'] },
    ]);
    expect(ringsOf(ring.toReversed())).toEqual(ringsOf(ring));
  });

  it.each([
    ['two people', [voter('a', 'xyz'), voter('b', 'xyz')]],
    ['people who share two papers', [voter('a', 'xy'), voter('b', 'xy'), voter('c', 'xy')]],
    ['accounts of different age', [voter('a', 'xyz'), voter('b', 'xyz'), voter('c', 'xyz', SAME_AGE_MS + 1)]],
    [
      'readers with much of their own',
      ['1234567', '2345678', '3456789'].map((own, at) =>
        voter(
          `p${at}`,
          `${'xyz'}${own}${own.toLowerCase().replace(/\d/g, (d) => String.fromCharCode(65 + Number(d) + at * 10))}`,
        ),
      ),
    ],
  ] as const)('are not %s', (_, voters) => {
    expect(ringsOf(voters)).toEqual([]);
  });

  it('leave out those who only happen to be there', () => {
    const people = [
      voter('a', 'xyz'),
      voter('b', 'xyz'),
      voter('c', 'xyz'),
      voter('d', 'xq'),
      voter('e', ''),
    ];
    expect(ringsOf(people)[0]?.people).toEqual(['a', 'b', 'c']);
  });

  it('hold to the rules, whoever votes for whatever', () => {
    const papers = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 });
    const any = fc.array(fc.record({ papers, madeAt: fc.integer({ min: 0, max: 2 * SAME_AGE_MS }) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(any, (drawn) => {
        const voters = drawn.map(
          ({ papers: own, madeAt }, at): PossibleMember => ({ id: `p${at}`, madeAt, papers: new Set(own) }),
        );
        const seen = new Set<string>();
        for (const ring of ringsOf(voters)) {
          const people = voters.filter(({ id }) => ring.people.includes(id));
          const ages = people.map(({ madeAt }) => madeAt);
          expect(people.length).toBeGreaterThanOrEqual(LEAST_PEOPLE);
          expect(Math.max(...ages) - Math.min(...ages)).toBeLessThanOrEqual(SAME_AGE_MS);
          for (const { id, papers: own } of people) {
            expect(seen.has(id)).toBe(false);
            seen.add(id);
            const common = ring.papers.filter((paper) => own.has(paper)).length;
            expect(common).toBeGreaterThanOrEqual(Math.max(LEAST_PAPERS, own.size / 2));
          }
        }
      }),
    );
  });
});
