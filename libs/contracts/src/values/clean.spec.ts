import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyText, forbiddenIn, JOINERS } from '../../test/any-text.js';
import { cleanLine, cleanText, lineSchema, textSchema } from './clean.js';

describe('a line from outside', () => {
  it('keeps nothing that breaks it, steers a terminal or turns its direction', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanLine(text);
        expect(forbiddenIn(clean)).toEqual([]);
        expect(clean).not.toMatch(/\s{2}|^\s|\s$|[^\S ]|\p{Surrogate}/u);
        expect(clean).toBe(clean.normalize('NFC'));
      }),
    );
  });

  it('is clean after the first time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(cleanLine(cleanLine(text))).toBe(cleanLine(text));
      }),
    );
  });

  it('keeps the joiners, which scripts and emoji need', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const joiners = (of: string) => [...of].filter((sign) => JOINERS.includes(sign)).join('');
        expect(joiners(cleanLine(text))).toBe(joiners(text));
      }),
    );
    expect(cleanLine('👩\u200d🔬 می\u200cخواهم')).toBe('👩\u200d🔬 می\u200cخواهم');
  });

  it.each([
    ['  A title\n  over\ttwo\u00a0lines \0', 'A title over two lines'],
    ['a\ud800b 😀', 'a\ufffdb 😀'],
    ['Ada\u001b[31m', 'Ada [31m'],
    ['nic\u202egpj.exe', 'nicgpj.exe'],
    ['Re\0ne\u0301', 'René'],
    ['\ufeffBo', 'Bo'],
  ])('%j becomes %j', (text, clean) => {
    expect(cleanLine(text)).toBe(clean);
  });
});

describe('a name from outside', () => {
  const name = lineSchema(10);

  it('is cleaned before it is measured', () => {
    expect(name.parse(` Ada\n${' '.repeat(20)}L.\u202e `)).toBe('Ada L.');
  });

  it.each(['', ' ', JOINERS, '\u202e\0', 'x'.repeat(11)])('%j is none', (text) => {
    expect(name.safeParse(text).error?.issues[0]?.message).toBe('expected 1 to 10 characters that show');
  });
});

describe('a text from outside', () => {
  it('is clean after the first time, and keeps nothing that steers a terminal or turns its direction', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text);
        expect(cleanText(clean)).toBe(clean);
        expect(forbiddenIn(clean.replaceAll('\n', ' '))).toEqual([]);
        expect(clean).not.toMatch(/\n{3}|^\n|\s$| \n|\p{Surrogate}/u);
      }),
    );
  });

  it.each([
    ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['\n\n  a\n\n\n\nb  \n', '  a\n\nb'],
    ['a\u001b[31m\u202eb\0', 'a [31mb'],
    ['a\tb', 'a    b'],
  ])('%j becomes %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it('is refused when nothing of it shows, or when it is too long', () => {
    expect(textSchema(5).safeParse(' \n\u200d').success).toBe(false);
    expect(textSchema(5).safeParse('123456').success).toBe(false);
    expect(textSchema(5).parse('12345\n')).toBe('12345');
  });
});
