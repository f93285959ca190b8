import { describe, expect, it } from '@jest/globals';
import { latexParts } from '@paperboy/platform';
import { renderToString } from 'preact-render-to-string';
import { excerpt } from './excerpt.js';
import { Latex, LatexExcerpt } from './latex.template.js';

const html = (source: string): string => renderToString(<Latex source={source} />);

describe('formulas on pages', () => {
  it('are MathML, which browsers set without a script', () => {
    expect(html('the $L_2$ norm')).toBe(
      'the <math xmlns="http://www.w3.org/1998/Math/MathML"><msub><mi>L</mi><mn>2</mn></msub></math> norm',
    );
  });

  it('carry no style attribute, which the Content-Security-Policy would refuse', () => {
    const source =
      '$\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}$ $\\color{red}{x}$ $\\overline{AB}$ $\\hat{x}$ $\\cancel{x}$';
    expect(html(source)).toContain('<mtable>');
    expect(html(source)).not.toMatch(/style|class|src=|href/);
  });

  it('are shown as their source, escaped, when they can not be read', () => {
    expect(html('$\\nothing <b>$')).toBe('$\\nothing &lt;b>$');
  });

  it('go on in the next line behind a relation or a plus', () => {
    const source = '$f(x) = a_1 x + a_2 x + a_3 x + a_4 x + a_5 x + a_6 x$';
    expect(html(source).match(/<math/g)).toHaveLength(7);
    expect(html(source)).toContain('<mo form="infix">=</mo></math><math');
  });

  it('keep what stands right behind them in their line', () => {
    expect(html('the $p$-adic norm')).toMatch(/^the <span class="joined"><math.*<\/math>-adic<\/span> norm$/);
  });

  it('go on between factors where nothing else lets them', () => {
    const pieces = html('$O(\\sqrt{n}\\log^2(1/\\epsilon)abcdef)$').split('</math><math');
    expect(pieces.length).toBeGreaterThan(3);
    // Brackets stay with what they hold.
    expect(
      pieces.map((piece) => piece.replace(/<[^>]*>?|^[^>]*>/g, '')).some((text) => /^\)|\($/.test(text)),
    ).toBe(false);
  });

  it('are text when they are wider than a phone and have no place to break', () => {
    expect(html('$\\sqrt{abcdefgh + ijklmnop + qrstuvwxyz}$')).toBe('√(abcdefgh+ijklmnop+qrstuvwxyz)');
  });
});

describe('an excerpt', () => {
  it('cuts no formula and no word', () => {
    const source = 'We show $x_{a} + y_{b}$ for every graph of the kind that is named above.';
    expect(renderToString(<LatexExcerpt source={source} most={12} />)).toBe('We show …');
    expect(
      excerpt(latexParts(source), 40)
        .map(({ text }) => text)
        .join(''),
    ).toBe('We show xₐ+y_b for every graph of the…');
  });

  it('is the whole text where that is short', () => {
    expect(excerpt(latexParts('short'), 12)).toEqual([{ text: 'short' }]);
  });
});
