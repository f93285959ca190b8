import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeSince, dealtWith } from './change.js';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour));

describe('what changed since a person read a paper', () => {
  const paper = {
    version: 3,
    withdrawn: true,
    earlier: [
      { version: 1, withdrawn: false, until: at(4) },
      { version: 2, withdrawn: false, until: at(8) },
      { version: 3, withdrawn: false, until: at(9) },
    ],
  };

  it('is told from the version that was shown then', () => {
    expect(changeSince(paper, at(1))).toMatchObject({ readVersion: 1, version: 3, withdrawn: true });
    expect(changeSince(paper, at(5))).toMatchObject({ readVersion: 2, changedAt: at(9).toISOString() });
    expect(changeSince(paper, at(8))).toMatchObject({ readVersion: 3, version: 3, withdrawn: true });
    expect(changeSince(paper, at(9))).toBeUndefined();
    expect(changeSince({ version: 1, withdrawn: false, earlier: [] }, at(0))).toBeUndefined();
  });

  it('is nothing for whoever reads it after the last change, and something for everyone before', () => {
    const hour = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(fc.uniqueArray(hour, { minLength: 1 }), hour, (hours, read) => {
        const earlier = hours
          .toSorted((a, b) => a - b)
          .map((one, index) => ({ version: index + 1, withdrawn: false, until: at(one) }));
        const changed = changeSince({ version: hours.length + 1, withdrawn: false, earlier }, at(read));
        expect(changed !== undefined).toBe(read < Math.max(...hours));
        if (changed) expect(changed.readVersion).toBeLessThan(changed.version);
      }),
    );
  });

  it('counts from the last time that the person dealt with it, whatever was done', () => {
    const dealt = dealtWith([
      { paperId: 'a', at: at(5), reason: 'voted' },
      { paperId: 'a', at: at(3), reason: 'saved' },
      { paperId: 'b', at: at(1), reason: 'commented' },
    ]);
    expect(dealt.get('a')).toEqual({ at: at(5), because: ['voted', 'saved'] });
    expect(dealt.get('b')?.because).toEqual(['commented']);
  });
});
