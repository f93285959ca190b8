import { createHash } from 'node:crypto';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { drawFigure, FIGURE_SIZE } from './draw-figure.js';
import { FIGURE_KINDS, figureKind } from './figure-kind.js';
import { paperFigure } from './paper-figure.js';

const BYTES = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('the figure of a paper', () => {
  test.each([...FIGURE_KINDS])('%s is short, and made of numbers and path commands alone', (kind) => {
    fc.assert(
      fc.property(BYTES, (bytes) => {
        const { lines, marks } = drawFigure(kind, bytes);
        expect(`${lines}${marks}`).toMatch(/^[MLhvazHVA0-9 .-]+$/);
        expect(lines.length + marks.length).toBeLessThan(1_600);
        expect(lines).not.toBe('');
      }),
    );
  });

  test.each([...FIGURE_KINDS])('%s begins each of its forms inside the picture', (kind) => {
    fc.assert(
      fc.property(BYTES, (bytes) => {
        const { lines, marks } = drawFigure(kind, bytes);
        for (const [, x, y] of `${lines}${marks}`.matchAll(/M(-?[\d.]+) (-?[\d.]+)/g)) {
          expect(Number(x)).toBeGreaterThanOrEqual(0);
          expect(Number(x)).toBeLessThanOrEqual(FIGURE_SIZE.width);
          expect(Number(y)).toBeGreaterThanOrEqual(0);
          expect(Number(y)).toBeLessThanOrEqual(FIGURE_SIZE.height);
        }
      }),
    );
  });

  it('is always the same for the same paper, and another for each paper', () => {
    const ids = Array.from({ length: 200 }, (_, at) => `2602.${String(at).padStart(5, '0')}`);
    const drawn = (id: string) => JSON.stringify(paperFigure({ id, categories: ['cs.LO'] }));
    expect(ids.map(drawn)).toEqual(ids.map(drawn));
    expect(new Set(ids.map(drawn)).size).toBeGreaterThan(195);
  });

  it('shows the field: a category decides, then its archive, then a graph', () => {
    expect(['cs.CL', 'stat.ML', 'stat.AP', 'astro-ph.GA', 'cs.DC', undefined].map(figureKind)).toEqual([
      'text',
      'layers',
      'scatter',
      'orbits',
      'graph',
      'graph',
    ]);
  });

  it('takes any number of bytes', () => {
    expect(drawFigure('pixels', createHash('sha256').digest().subarray(0, 1)).lines).not.toBe('');
  });
});
