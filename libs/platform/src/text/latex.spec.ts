import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { latexRuns, latexText } from './latex.js';

describe('the LaTeX of titles and abstracts', () => {
  test.each([
    ['Na{\\"i}ve Bayes', 'Naïve Bayes'],
    ['Na{\\"\\i}ve and na\\"{\\i}ve', 'Naïve and naïve'],
    ["Poincar\\'e and Poincar{\\'e}", 'Poincaré and Poincaré'],
    ['Erd\\H{o}s, \\v{C}ech, Fran\\c cois', 'Erdős, Čech, François'],
    ['G{\\"o}del, \\AA ngstr\\"om, Stra\\ss{}e', 'Gödel, Ångström, Straße'],
    ['An $O(n \\log n)$ bound', 'An O(n log n) bound'],
    ['$\\alpha$-decay of $\\beta$ and $\\Omega$', 'α-decay of β and Ω'],
    ['$E = mc^2$ in CO$_2$', 'E = mc² in CO₂'],
    ['$x_{10}^{-3}$', 'x₁₀⁻³'],
    ['$\\mathcal{N}=4$ Super Yang--Mills', 'N=4 Super Yang–Mills'],
    ['\\emph{Attention} is \\textbf{all} you need', 'Attention is all you need'],
    ["``Quoted'' --- truly", '“Quoted” — truly'],
    ['100\\% of \\$5 \\& more\\_so', '100% of $5 & more_so'],
    ['costs $5 and then $10 a month', 'costs $5 and then $10 a month'],
    ['$\\frac{1}{2}$ of $\\sqrt{2}$', '1/2 of √2'],
    ['snake_case and a^b stay outside of mathematics', 'snake_case and a^b stay outside of mathematics'],
    ['$\\unknowncommand$ and \\mystery{word}', 'unknowncommand and word'],
    ['an open $ dollar', 'an open $ dollar'],
    ['Plain title: nothing to do (2026)', 'Plain title: nothing to do (2026)'],
  ])('reads %s', (source, text) => {
    expect(latexText(source)).toBe(text);
  });

  it('keeps what stands above and below the line apart for pages', () => {
    expect(latexRuns('$L_{max}^k$ norm')).toEqual([
      { text: 'L', level: 'line' },
      { text: 'max', level: 'sub' },
      { text: 'k', level: 'sup' },
      { text: ' norm', level: 'line' },
    ]);
  });

  it('takes any text at all, keeps every word made of letters, and stays linear', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        expect(typeof latexText(text)).toBe('string');
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{2,8}$/), { maxLength: 20 }), (words) => {
        expect(latexText(words.join(' '))).toBe(words.join(' '));
      }),
    );
    const started = performance.now();
    for (const hostile of ['{', '\\', '$', '^{', '$a', '\\"{', '$x^{\\frac{'])
      latexText(hostile.repeat(5_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
