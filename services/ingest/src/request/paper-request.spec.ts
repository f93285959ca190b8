import { describe, expect, it } from '@jest/globals';
import { isArxivId } from '../record/record.js';
import { readingStateOf, sourceIdOf } from './paper-request.js';

const NOW = new Date('2026-11-26T10:00:00.000Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const nothing = { records: 0, refused: 0 };
const lastError = { code: 'source-busy', message: 'It is busy.', at: minutes(-1) };

describe('a paper that somebody asks for', () => {
  it.each([
    ['2512.01234', 'paper-2512.01234'],
    ['hep-th/9901001', 'paper-hep-th.9901001'],
    ['math.GT/0309136', 'paper-math.GT.0309136'],
  ])('%s is read as the source %s', (paperId, id) => {
    expect(sourceIdOf(paperId)).toBe(id);
  });

  it('is not asked of arXiv when arXiv can not have issued its id, as those of the sample', () => {
    expect([isArxivId('2512.01234'), isArxivId('2600.00001'), isArxivId('hep-th/9900001')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each([
    ['to-begin', null],
    ['under-way', { ...nothing, nextAt: NOW }],
    ['under-way', { ...nothing, nextAt: minutes(-1), lastError }],
    ['failing', { ...nothing, nextAt: minutes(5), lastError }],
    ['read', { ...nothing, records: 1, endedAt: minutes(-1) }],
    ['unknown', { ...nothing, endedAt: minutes(-1) }],
    ['unreadable', { records: 0, refused: 1, endedAt: minutes(-1) }],
    // What was given up, and what was said long ago, is asked for anew.
    ['to-begin', { ...nothing, endedAt: minutes(-1), lastError }],
    ['to-begin', { ...nothing, endedAt: minutes(-61) }],
    ['to-begin', { ...nothing, records: 1, endedAt: minutes(-61) }],
  ])('is %s by what is kept of it', (is, source) => {
    expect(readingStateOf(source, NOW).is).toBe(is);
  });
});
