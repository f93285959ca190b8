import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyText, forbiddenIn } from '../../../contracts/test/any-text.js';
import { forTerminal, jsonForTerminal } from './terminal.js';

describe('what a terminal is given', () => {
  it('steers nothing, whatever it holds', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(forbiddenIn(forTerminal(text))).toEqual([]);
        expect(forbiddenIn(jsonForTerminal({ [text]: [text] }))).toEqual([]);
      }),
    );
    expect(forTerminal('Ada \u001b]0;owned\u0007 \u009b31m\nroot')).toBe('Ada ?]0;owned? ?31m?root');
  });

  it('is as JSON still the same value', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(0, 2), (text, indent) => {
        expect(JSON.parse(jsonForTerminal({ text }, indent))).toEqual({ text });
      }),
    );
  });
});
