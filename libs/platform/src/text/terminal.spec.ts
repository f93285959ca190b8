import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forTerminal, jsonForTerminal } from './terminal.js';

const BIDI = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
const JOINERS = '\u200c\u200d';
/** What no text from outside may keep, and no terminal may be given. */
function isForbidden(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0;
  return (
    code < 0x20 || (code >= 0x7f && code <= 0x9f) || code === 0x2028 || code === 0x2029 || BIDI.includes(sign)
  );
}
const forbiddenIn = (text: string): string[] => [...text].filter(isForbidden);

const nasty = fc.constantFrom(
  ...BIDI,
  ...JOINERS,
  ...'\0\t\n\r\v\f\u001b\u0085\u009b\u00a0\u2028\u2029\ufeff\u3000 ',
  ...['\ud800', '\udc00', 'e\u0301', '\u0301', '\u2000', '👩\u200d🔬', 'می\u200cخواهم'],
);
/** Any text, with what others put into it. */
const anyText = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), { maxLength: 20 })
  .map((parts) => parts.join(''));

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
