import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeAccents } from './tex.js';

describe('decodeAccents', () => {
  it.each([
    ["C. Bal\\'azs", 'C. Balázs'],
    ['Na{\\"i}ve', 'Naïve'],
    ['Na\\"{\\i}ve', 'Naïve'],
    ['{\\"{o}}zer', 'özer'],
    ['Erd\\H{o}s', 'Erdős'],
    ['Erd\\H os', 'Erdős'],
    ["\\v{S}r\\'{a}mek", 'Šrámek'],
    ['Fran\\c{c}ois', 'François'],
    ['Fran\\c cois', 'François'],
    ['\\r{A}ngstr\\"om', 'Ångström'],
    ['Mikkel {\\O}bro', 'Mikkel Øbro'],
    ['\\O bro', 'Øbro'],
    ['Stra\\ss{}e', 'Straße'],
    ['{\\DJ}or{\\dj}e', 'Đorđe'],
    ['\\TH orn, \\th, \\dh{} and \\ng', 'Þorn, þ, ð and ŋ'],
    ['Wa\\l{}\\k{e}sa', 'Wałęsa'],
    ["Mart\\'\\i n", 'Martín'],
    ["Koll\\'ar's", "Kollár's"],
    ["d'Ambrumenil", "d'Ambrumenil"],
  ])('turns %j into %j', (tex, text) => {
    expect(decodeAccents(tex)).toBe(text);
  });

  it('leaves formulas and other commands alone', () => {
    expect(decodeAccents('CO$_2$ and $\\"a$ and \\emph{x} and \\lambda and \\usage')).toBe(
      'CO$_2$ and $\\"a$ and \\emph{x} and \\lambda and \\usage',
    );
  });

  it('leaves everything after a dollar sign that is never closed alone', () => {
    expect(decodeAccents('costs $5 \\"o')).toBe('costs $5 \\"o');
  });

  it('keeps a brace that belongs to something else', () => {
    expect(decodeAccents('{\\"Uber uns}')).toBe('{Über uns}');
    expect(decodeAccents('{so \\"o}')).toBe('{so ö}');
  });

  it('changes no text without a backslash', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('\\'));
        expect(decodeAccents(text)).toBe(text);
      }),
    );
  });

  it('takes time in proportion to the text', () => {
    const begun = performance.now();
    decodeAccents(`${'{\\"'.repeat(100_000)}${'$\\'.repeat(100_000)}`);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
