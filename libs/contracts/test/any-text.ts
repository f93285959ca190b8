import fc from 'fast-check';

const BIDI = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
/** The zero-width joiner and non-joiner, which scripts and emoji need. */
export const JOINERS = '\u200c\u200d';

/** The signs of a text that no text from outside may keep, and no terminal may be given. */
export function forbiddenIn(text: string): string[] {
  return [...text].filter((sign) => {
    const code = sign.codePointAt(0) ?? 0;
    return (
      code < 0x20 ||
      (code >= 0x7f && code <= 0x9f) ||
      code === 0x2028 ||
      code === 0x2029 ||
      BIDI.includes(sign)
    );
  });
}

const nasty = fc.constantFrom(
  ...BIDI,
  ...JOINERS,
  ...'\0\t\n\r\v\f\u001b\u0085\u009b\u00a0\u2028\u2029\ufeff\u3000 ',
  ...['\ud800', '\udc00', 'e\u0301', '\u0301', '\u2000', '👩\u200d🔬', 'می\u200cخواهم'],
);

/** Any text, with what others put into it. */
export const anyText = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), { maxLength: 20 })
  .map((parts) => parts.join(''));
