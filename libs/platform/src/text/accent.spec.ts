import { describe, expect, it } from '@jest/globals';
import Color from 'color';
import fc from 'fast-check';
import { readableOn } from './accent.js';

const LIGHT = ['#fbf9f4', '#ffffff', '#f1ece1'];
const DARK = ['#161513', '#2a2823'];
const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('the accent of a publication', () => {
  it('stays as it is where it can be read', () => {
    expect(readableOn('#1f5c99', LIGHT)).toBe('#1f5c99');
    expect(readableOn('#F2967A', DARK)).toBe('#f2967a');
  });

  it('is made darker on light ground and lighter on dark ground where it can not', () => {
    expect(Color(readableOn('#ffd400', LIGHT)).luminosity()).toBeLessThan(Color('#ffd400').luminosity());
    expect(Color(readableOn('#101060', DARK)).luminosity()).toBeGreaterThan(Color('#101060').luminosity());
  });

  it('can be read on each ground, whatever the colour', () => {
    fc.assert(
      fc.property(colour, fc.constantFrom(LIGHT, DARK), (own, grounds) => {
        const accent = readableOn(own, grounds);
        expect(accent).toMatch(/^#[0-9a-f]{6}$/);
        for (const ground of grounds)
          expect(Color(accent).contrast(Color(ground))).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });
});
