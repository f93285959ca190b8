import { describe, expect, it } from '@jest/globals';
import { type FitnessFacts, reasonNotToDeliver } from './fitness.js';

const at = (time: string): Date => new Date(`2026-11-${time}Z`);
const fit: FitnessFacts = {
  editionId: 'day-2026-11-22',
  cutoffAt: at('23T00:00:00'),
  ownMoment: at('23T08:00:00'),
  confirmedAt: at('22T10:00:00'),
  last: { editionId: 'day-2026-11-21', localDate: '2026-11-22' },
  today: '2026-11-23',
};
const now = at('23T09:00:00');
const reason = (more: Partial<FitnessFacts>, late = false, when = now) =>
  reasonNotToDeliver({ ...fit, ...more }, late, when);

describe('what a command brings', () => {
  it('is an edition that ended after its reader confirmed, newer than what the reader had, and not late', () => {
    expect(reason({})).toBeUndefined();
    expect(reason({ last: undefined })).toBeUndefined();
    expect(reason({ confirmedAt: fit.cutoffAt })).toBeUndefined();
  });

  it.each([
    ['confirmed-later', { confirmedAt: at('23T00:00:01') }],
    ['confirmed-later', { confirmedAt: undefined }],
    ['newer-went-first', { last: { editionId: 'day-2026-11-23' } }],
    ['late', { ownMoment: at('22T20:59:59') }],
    ['late', { ownMoment: undefined, cutoffAt: at('22T20:00:00') }],
  ] as const)('is not one that is %s, unless an operator says so', (why, more) => {
    expect(reason(more)).toBe(why);
    expect(reason(more, true)).toBeUndefined();
  });

  it('is never a second one on a date', () => {
    const last = { editionId: 'day-2026-11-21', localDate: '2026-11-23' };
    expect([reason({ last }), reason({ last }, true)]).toEqual(['had-one-today', 'had-one-today']);
  });
});
