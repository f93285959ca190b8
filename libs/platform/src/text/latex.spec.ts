import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { latexParts, latexText } from './latex.js';
import { LETTERS } from './latex-letters.js';

describe('the LaTeX of titles and abstracts as plain text', () => {
  test.each([
    ['Na{\\"i}ve Bayes', 'Naïve Bayes'],
    ['Na{\\"\\i}ve and na\\"{\\i}ve', 'Naïve and naïve'],
    ["Poincar\\'e and Poincar{\\'e}", 'Poincaré and Poincaré'],
    ['Erd\\H{o}s, \\v{C}ech, Fran\\c cois', 'Erdős, Čech, François'],
    ['G{\\"o}del, \\AA ngstr\\"om, Stra\\ss{}e', 'Gödel, Ångström, Straße'],
    ["{\\DJ}or{\\dj}evi\\'c, \\TH orn, \\th, \\dh, \\ng", 'Đorđević, Þorn, þ, ð, ŋ'],
    ['An $O(n \\log n)$ bound', 'An O(n log n) bound'],
    ['$\\alpha$-decay of $\\beta$ and $\\Omega$', 'α-decay of β and Ω'],
    ['$E = mc^2$ in CO$_2$', 'E = mc² in CO₂'],
    ['$x_{10}^{-3}$', 'x₁₀⁻³'],
    ['$\\mathcal{N}=4$ Super Yang--Mills', 'N = 4 Super Yang–Mills'],
    ['\\emph{Attention} is \\textbf{all} you need', 'Attention is all you need'],
    ["``Quoted'' --- truly", '“Quoted” — truly'],
    ['100\\% of \\$5 \\& more\\_so', '100% of $5 & more_so'],
    ['costs $5 and then $10 a month', 'costs $5 and then $10 a month'],
    ['snake_case and a^b stay outside of mathematics', 'snake_case and a^b stay outside of mathematics'],
    ['an open $ dollar', 'an open $ dollar'],
    ['Plain title: nothing to do (2026)', 'Plain title: nothing to do (2026)'],
    ['\\url{https://a.example/b_c} and \\href{https://a.example}{here}', 'https://a.example/b_c and here'],
    ['as shown \\cite[p.~3]{knuth84}.', 'as shown .'],
  ])('reads %s', (source, text) => {
    expect(latexText(source)).toBe(text);
  });

  test.each([
    ['{\\it Chandra} observations', 'Chandra observations'],
    ['{\\em in situ} data', 'in situ data'],
    ['H{\\sc i} and C{\\sc iv} and {\\sc Galacticus}', 'HI and CIV and Galacticus'],
    ['{\\bf 98} of {\\bfseries 99}', '98 of 99'],
    ['$V_{\\rm rot}$ and $T_\\mathrm{eff}$', 'V_rot and T_eff'],
    ['$ {\\cal L}$ and $\\cal L$', 'L and L'],
  ])('drops the font switches of %s', (source, text) => {
    expect(latexText(source)).toBe(text);
  });

  test.each([
    ['$\\gtrsim 5$ and \\gtrsim 5', '≳ 5 and ≳5'],
    ['$a \\parallel b$', 'a ∥ b'],
    ['\\Lambda CDM', 'ΛCDM'],
    ['$5\\,\\mathrm{GeV}$', '5 GeV'],
    ['$90^\\circ$', '90°'],
    ["$x' + y^*$", 'x′+y*'],
    ['$\\hat{x}_i$ and $\\widetilde{O}(n)$', 'x̂ᵢ and Õ(n)'],
    ['$\\mathbb{R}^d$', 'ℝ^d'],
    ['$^{13}C$', '¹³C'],
    ['$1 M_{\\odot}$ or $2\\msun$', '1M_⊙ or 2M_⊙'],
    ['\\(a \\le b\\) and \\[c\\]', 'a ≤ b and c'],
  ])('knows the symbols of %s', (source, text) => {
    expect(latexText(source)).toBe(text);
  });

  test.each([
    ['$\\sqrt{n\\log n}$', '√(n log n)'],
    ['$\\frac{a+b}{c+d}$', '(a+b)/(c+d)'],
    ['$\\binom{n}{k}$', '(n choose k)'],
    ['$\\frac{1}{2}$ of $\\sqrt{2}$', '1/2 of √2'],
    ['$x\\frac{1}{2}$ and $\\frac12(a+b)$', 'x(1/2) and (1/2)(a+b)'],
    ['$x^{\\frac12}$ and $e^{-\\lambda t}$', 'x^(1/2) and e^(−λt)'],
    ['$x_{i,j}$ and $x_{ij}$ and $L_{max}^k$', 'x_(i,j) and x_ij and L_max^k'],
    ['$(a+b)^2$ and $c{ab}^2$', '(a+b)² and c(ab)²'],
    ['$\\sqrt[3]{x}$', '∛x'],
    ['$L_{e_1}$ and $x^Ty$ and $f := g$', 'L_(e₁) and x^T y and f := g'],
    ['$\\sum_{i=1}^n x_i$', '∑_(i=1)ⁿxᵢ'],
    ['$\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}$', '(1, 2; 3, 4)'],
    ['$\\frac{\\frac{a}{b}}{c}$', '(a/b)/c'],
    ['$\\sqrt{\\frac{a}{b}}$', '√(a/b)'],
    ['$\\frac{2n}{3}$ and $\\frac{(a+b)(c+d)}{e}$', '(2n)/3 and ((a+b)(c+d))/e'],
  ])('brackets the operands of %s', (source, text) => {
    expect(latexText(source)).toBe(text);
  });

  test.each(['$\\unknowncommand{x}$', '$\\frac{1}$', '$a & b$', '$\\href{javascript:alert(1)}{x}$'])(
    'shows the source of %s, which can not be read',
    (source) => {
      expect(latexParts(`before ${source} after`)).toEqual([
        { text: 'before ' },
        { text: source },
        { text: ' after' },
      ]);
    },
  );

  it('keeps an unknown command, and the text within one', () => {
    expect(latexText('\\mystery{word} and \\mystery alone')).toBe('word and \\mystery alone');
  });

  it('gives MathML without style, script or links', () => {
    const [part] = latexParts('$\\color{red}\\frac{1}{2}$');
    expect(JSON.stringify(part?.math)).not.toMatch(/style|color|red|href/);
    expect(part?.math).toMatchObject({ name: 'math' });
  });

  it('reads every letter that is known by name, in braces and before a blank', () => {
    for (const [name, letter] of Object.entries(LETTERS)) {
      expect(latexText(`a{\\${name}}b`)).toBe(`a${letter}b`);
      expect(latexText(`a\\${name} b`)).toBe(`a${letter}b`);
    }
  });

  it('lets no definition of one formula reach another', () => {
    expect(latexText('$\\gdef\\leaked{y}\\leaked$ and $\\leaked$')).toMatch(/\\leaked\$$/);
  });
});

describe('any text at all', () => {
  it('is read, and keeps every word made of letters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        expect(typeof latexText(text)).toBe('string');
      }),
    );
    const piece = fc.constantFrom(
      '$',
      '{',
      '}',
      '\\',
      '^',
      '_',
      '\\frac',
      '\\left(',
      '&',
      '\\\\',
      'x',
      ' ',
      '\\begin{array}',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(typeof latexText(pieces.join(''))).toBe('string');
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{2,8}$/), { maxLength: 20 }), (words) => {
        expect(latexText(words.join(' '))).toBe(words.join(' '));
      }),
    );
  });

  it.each(['{', '\\', '$', '^{', '$a', '\\"{', '$x^{\\frac{', '\\(', '$x$ ', '\\sc ', '\\left(', "\\'"])(
    'takes time in proportion to its length: %s',
    (hostile) => {
      const took = (times: number): number => {
        const begun = performance.now();
        latexText(hostile.repeat(times));
        return performance.now() - begun;
      };
      took(1_000);
      // Ten times as much may take a hundred times as long on a machine that does other things; a square would take more.
      expect(took(20_000)).toBeLessThan(100 * took(2_000) + 2_000);
    },
  );
});
