import { describe, expect, it } from '@jest/globals';
import { allTaken, countsAfter, IMPORT_START, refusedOf } from './counts.js';

describe('the counts of an import', () => {
  it('add up by code', () => {
    const counts = countsAfter(countsAfter(IMPORT_START.counts, 3, ['not-json']), 2, [
      'not-json',
      'id-missing',
    ]);
    expect(counts).toEqual({ read: 8, published: 5, refused: { 'not-json': 2, 'id-missing': 1 } });
    expect(refusedOf(counts)).toBe(3);
  });
});

describe('the catalog has taken all', () => {
  it('of an import in one run as soon as it has taken as many', () => {
    expect(allTaken(9, 10, false, 0)).toBe(false);
    expect(allTaken(10, 10, false, 0)).toBe(true);
  });

  it('of a resumed one only when nothing waits any more, since some were published twice', () => {
    expect(allTaken(10, 10, true, 0)).toBe(false);
    expect(allTaken(12, 10, true, 1)).toBe(true);
  });

  it('that it ever will when some are missing though nothing has waited for a while', () => {
    expect(allTaken(9, 10, false, 4)).toBe(false);
    expect(allTaken(9, 10, false, 5)).toBe(true);
    expect(allTaken(9, 10, true, 5)).toBe(true);
  });
});
