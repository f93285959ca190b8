import { describe, expect, it } from '@jest/globals';
import type { Returned, ReturnedAs } from '../ledger/returned.js';
import { cameBackTooOften, SOFT_IN_A_ROW } from './soft-returns.js';

const at = new Date('2037-11-22T08:00:00Z');
const rows = (...kinds: (ReturnedAs | undefined)[]) =>
  kinds.map((as) => (as === undefined ? {} : { returned: { as, at } satisfies Returned }));

describe('digests that came back soft', () => {
  it('are too many when five in a row did, wherever they stand', () => {
    const five = Array.from({ length: SOFT_IN_A_ROW }, (): ReturnedAs => 'soft');
    expect(cameBackTooOften(rows(...five))).toBe(true);
    expect(cameBackTooOften(rows(undefined, undefined, ...five, undefined))).toBe(true);
    expect(cameBackTooOften(rows(...five.slice(1)))).toBe(false);
  });

  it('begin anew after one that arrived', () => {
    for (const other of [undefined, 'delayed', 'delivered', 'unknown', 'blocked'] as const)
      expect(cameBackTooOften(rows('soft', 'soft', other, 'soft', 'soft', 'soft', 'soft'))).toBe(false);
  });
});
