import {
  type LatexPart,
  latexParts,
  type MathElement,
  type MathNode,
  splitAtLinks,
} from '@paperboy/platform';
import { type ComponentChild, h, type VNode } from 'preact';
import { excerpt } from './excerpt.js';
import { lines } from './math-lines.js';

const MATHML = 'http://www.w3.org/1998/Math/MathML';
/**
 * The width in signs of a piece of a formula that fits on a phone with text at twice the size, in a heading and in
 * text.
 */
const WIDEST = { heading: 9, text: 12 };
/** A text that follows a formula without a blank stays on the same line: `$p$-adic`. */
const JOINED = /^\S{1,12}/;

/** A title or an abstract: its formulas as MathML, everything else as text. */
export function Latex({ source, heading = false }: { source: string; heading?: boolean }) {
  return <>{latexParts(source).reduceRight(withPart(heading ? WIDEST.heading : WIDEST.text), [])}</>;
}

/** Like `Latex`, with web addresses as links. */
export function LinkedLatex({ source }: { source: string }) {
  return (
    <>
      {latexParts(source)
        .reduceRight(withPart(WIDEST.text), [])
        .map((piece) => (typeof piece === 'string' ? linked(piece) : piece))}
    </>
  );
}

function linked(text: string): ComponentChild {
  return splitAtLinks(text).map((piece, at) =>
    at % 2 === 0 ? (
      piece
    ) : (
      <a key={`${at} ${piece}`} href={piece} rel="nofollow noopener ugc">
        {piece}
      </a>
    ),
  );
}

/** The beginning of an abstract, at most `most` characters. No formula is cut, and a word only when it is very long. */
export function LatexExcerpt({ source, most }: { source: string; most: number }) {
  return <>{excerpt(latexParts(source), most).reduceRight(withPart(WIDEST.text), [])}</>;
}

/** Puts a part in front of what follows it. */
function withPart(widest: number) {
  return (following: ComponentChild[], { text, math }: LatexPart): ComponentChild[] => {
    const pieces = math && lines(math, widest);
    // A formula that does not fit on a phone and has no place to break is shown as text, which breaks anywhere.
    if (pieces === undefined) return [text, ...following];
    const formulas = pieces.map((piece) => h('math', { xmlns: MATHML }, piece.map(element)));
    const [next, ...rest] = following;
    const joined = typeof next === 'string' ? JOINED.exec(next)?.[0] : undefined;
    if (joined === undefined || typeof next !== 'string') return [...formulas, ...following];
    const last = (
      <span class="joined">
        {formulas.at(-1)}
        {joined}
      </span>
    );
    return [...formulas.slice(0, -1), last, next.slice(joined.length), ...rest];
  };
}

function element(node: MathNode): VNode | string {
  if (typeof node === 'string') return node;
  const { name, attributes, children }: MathElement = node;
  return h(name, attributes, children.map(element));
}
