import { describe, expect, it } from '@jest/globals';
import type { ShownSource } from '@paperboy/contracts';
import { sourceLines } from './sources.command.js';

const NOW = new Date('2026-11-26T10:00:00.000Z');
const source: ShownSource = {
  id: 'own-lab',
  protocol: 'own',
  standing: true,
  state: 'waiting',
  cursor: {},
  pages: 3,
  records: 1_200,
  deletions: 0,
  refused: 2,
  lastSuccessAt: '2026-11-26T09:00:00.000Z',
  lagSeconds: 3_600,
  nextAt: '2026-11-26T10:05:00.000Z',
};
const lastError = {
  at: '2026-11-26T09:58:00.000Z',
  code: 'source-broken',
  message: 'It answers with HTTP status 500.',
};

describe('the list of sources', () => {
  it('says of a source how it is read and when it is read next', () => {
    const own = { url: 'https://lab.example/feed', license: 'CC BY 4.0', everySeconds: 10 };
    expect(sourceLines([{ ...source, ...own }], NOW)).toEqual([
      'own-lab  waiting',
      '  1,200 records, 2 refused',
      '  last read to its end 2026-11-26T09:00:00.000Z, 1 h 0 min ago',
      '  reads https://lab.example/feed',
      '  pauses 10 s between two requests',
      '  licence of papers that name none: CC BY 4.0',
      '  is read next at 2026-11-26T10:05:00.000Z, in 5 min 0 s',
    ]);
  });

  it('says of one that fails what is wrong, what happens next, and when', () => {
    expect(sourceLines([{ ...source, state: 'failing', lastError }], NOW).slice(-2)).toEqual([
      '  could not be read at 2026-11-26T09:58:00.000Z (source-broken): It answers with HTTP status 500.',
      '  is tried again at 2026-11-26T10:05:00.000Z, in 5 min 0 s, from where it was',
    ]);
    const due = sourceLines([{ ...source, state: 'failing', lastError, nextAt: NOW.toISOString() }], NOW);
    expect(due.at(-1)).toBe('  is tried again within a minute, from where it was');
  });

  it('says of a harvest that was given up how to go on', () => {
    const { nextAt: _, ...ended } = source;
    expect(sourceLines([{ ...ended, standing: false, state: 'failing', lastError }], NOW).at(-1)).toBe(
      '  is given up: start the harvest again to go on',
    );
  });

  it('says how to get sources when there are none', () => {
    expect(sourceLines([], NOW)).toEqual([expect.stringContaining('set SUBMIT_FROM')]);
  });
});
