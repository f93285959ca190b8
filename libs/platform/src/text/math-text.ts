import { LETTER_MARKS, RAISED } from './latex-letters.js';
import type { MathElement, MathNode } from './mathematics.js';

/** Relation signs, which are written with blanks around them. */
const RELATION = /^[=<>:≔∈-∍∝∣∥∼-≋≍-⊋⊏-⊒⊢⊣⊨-⊯⋍⋐⋑⋖-⋯←-⇿⟵-⟿⩽-⪼]$/u;
const OPENING = /^[([{⟨⌊⌈|‖]$/u;
const CLOSING = /^[)\]}⟩⌋⌉|‖]$/u;
const WORD = /[\p{L}\p{N}]$/u;
const WORD_BEGINS = /^[\p{L}\p{N}√]/u;
/** Letters of mathematical alphabets, other than double-struck ones, are plain letters in text. */
const STYLED = /[\u{1d400}-\u{1d7ff}ℬℰℱℋℐℒℳℛℯℊℴℭℌℑℜℨ]/gu;
/** A name or a number: letters and digits without superscripts and subscripts. */
const ONE_NAME = /^[\p{Lu}\p{Ll}\p{Lo}\d]+$/u;
/** A text that ends with a script in the form `^` or `_`, so that a blank must follow. */
const MARKED_SCRIPT = /[\^_][^\s()^_]+$/u;
const ROOTS: Readonly<Record<string, string>> = { 3: '∛', 4: '∜' };

/**
 * A formula as plain text. Superscripts and subscripts are Unicode's where it has them, else `^` and `_`. A compound
 * operand gets brackets, so that `\frac{a+b}{c+d}` is (a+b)/(c+d) and `\sqrt{n\log n}` is √(n log n).
 */
export function mathText(root: MathElement): string {
  return texts(root.children, false)
    .replace(/ {2,}/g, ' ')
    .replace(/: =/g, ':=')
    .replace(/ ([,;)\]])/g, '$1')
    .replace(/([([]) /g, '$1')
    .trim()
    .normalize('NFC');
}

/** The text of neighbours in a row. `tight` leaves out the blanks, as in scripts. */
function texts(nodes: readonly MathNode[], tight: boolean): string {
  const shown = nodes.flatMap(unwrapped);
  let text = '';
  for (const [at, node] of shown.entries()) {
    const next =
      isFraction(node) && touches(shown[at - 1], shown[at + 1])
        ? `(${read(node, tight)})`
        : read(node, tight);
    const word = WORD.test(text) && (isWord(node) || isWord(shown[at - 1]));
    const apart = WORD_BEGINS.test(next) && (word || MARKED_SCRIPT.test(text));
    text += apart ? ` ${next}` : next;
  }
  return text;
}

/** The children of a row or a style, since these show nothing themselves. */
function unwrapped(node: MathNode): MathNode[] {
  if (typeof node === 'string') return [node];
  const group = ['mrow', 'mstyle', 'mpadded', 'math'].includes(node.name);
  return group ? node.children.flatMap(unwrapped) : [node];
}

function read(node: MathNode, tight: boolean): string {
  if (typeof node === 'string') return node;
  const [first = '', second = '', third = ''] = node.children;
  switch (node.name) {
    case 'mo':
      return operator(content(node), node.attributes.form, tight);
    case 'mi':
    case 'mn':
    case 'mtext':
      return content(node).replace(STYLED, (sign) => sign.normalize('NFKC'));
    case 'mspace':
      return Number.parseFloat(node.attributes.width ?? '0') > 0 ? ' ' : '';
    case 'mphantom':
      return '';
    case 'mfrac':
      return node.attributes.linethickness?.startsWith('0') === true
        ? `${texts([first], true)} choose ${texts([second], true)}`
        : `${operand(first)}/${operand(second)}`;
    case 'msqrt':
      return `√${radicand(node.children)}`;
    case 'mroot': {
      const index = texts([second], true);
      return `${ROOTS[index] ?? `${script([second], 'sup').replace(/^\^/, '')}√`}${radicand([first])}`;
    }
    case 'msup':
    case 'mover':
      return over(first, second, tight);
    case 'msub':
    case 'munder':
      return base(first, tight) + script([second], 'sub');
    case 'msubsup':
    case 'munderover':
      return base(first, tight) + script([second], 'sub') + script([third], 'sup');
    case 'mtable':
      return node.children.map((row) => read(row, tight)).join('; ');
    case 'mtr':
      return node.children.map((cell) => read(cell, tight)).join(', ');
    default:
      return texts(node.children, tight);
  }
}

function operator(sign: string, form: string | undefined, tight: boolean): string {
  // The signs of an applied function and of an invisible product show nothing.
  if (/^[\u2061-\u2064]?$/u.test(sign)) return '';
  if (tight || form === 'prefix' || form === 'postfix') return sign;
  if (sign === ',' || sign === ';') return `${sign} `;
  return RELATION.test(sign) ? ` ${sign} ` : sign;
}

function over(below: MathNode, above: MathNode, tight: boolean): string {
  const mark = LETTER_MARKS.get(typeof above === 'object' && above.name === 'mo' ? content(above) : '');
  const text = base(below, tight);
  if (mark === undefined) return text + script([above], 'sup');
  // Marks over more than three letters are hard to read.
  return [...text].length <= 3 ? [...text].map((letter) => letter + mark).join('') : text;
}

function base(node: MathNode, tight: boolean): string {
  return compound([node]) ? `(${texts([node], tight)})` : texts([node], tight);
}

function operand(node: MathNode): string {
  const text = texts([node], true).trim();
  return compound([node]) ? `(${text})` : text;
}

function radicand(nodes: readonly MathNode[]): string {
  const text = texts(nodes, true).trim();
  return compound(nodes) ? `(${text})` : text;
}

function script(nodes: readonly MathNode[], level: 'sup' | 'sub'): string {
  const text = texts(nodes, true).trim();
  if (text === '') return '';
  if (level === 'sup' && /^[′″‴*∗†‡⋆]+$/u.test(text)) return text.replace(/∗/g, '*');
  if (level === 'sup' && text === '∘') return '°';
  const signs = [...text].map((sign) => RAISED[level].get(sign));
  const words = text.length > 1 && /\p{L}/u.test(text);
  if (!words && signs.every((sign) => sign !== undefined)) return signs.join('');
  const single = [...text].length === 1 || ONE_NAME.test(text);
  return `${level === 'sup' ? '^' : '_'}${single ? text : `(${text})`}`;
}

/** Whether nodes need brackets, since a neighbour could be read as belonging to only a part of them. */
function compound(nodes: readonly MathNode[]): boolean {
  const shown = nodes.flatMap(unwrapped).filter((node) => read(node, true).trim() !== '');
  const [first] = shown;
  if (first === undefined) return false;
  if (shown.length > 1) return !isBracketed(shown);
  return typeof first === 'object' && ['mfrac', 'msqrt', 'mroot', 'mtable'].includes(first.name);
}

function isBracketed(nodes: readonly MathNode[]): boolean {
  const signs = nodes.map((node) => (typeof node === 'object' && node.name === 'mo' ? content(node) : ''));
  const inner = signs.slice(1, -1);
  return (
    OPENING.test(signs[0] ?? '') &&
    CLOSING.test(signs.at(-1) ?? '') &&
    !inner.some((sign) => OPENING.test(sign) || CLOSING.test(sign))
  );
}

function isFraction(node: MathNode | undefined): boolean {
  return typeof node === 'object' && node.name === 'mfrac' && !node.attributes.linethickness?.startsWith('0');
}

/** Whether a fraction has a factor next to it, so that it needs brackets: `x\frac{1}{2}` is x(1/2). */
function touches(before: MathNode | undefined, after: MathNode | undefined): boolean {
  const factor = (node: MathNode | undefined, bracket: RegExp): boolean => {
    if (typeof node !== 'object' || node.name === 'mspace') return false;
    return node.name !== 'mo' || bracket.test(content(node));
  };
  return factor(before, CLOSING) || factor(after, OPENING);
}

/** Whether a node is a name of several letters, such as log or GeV, which needs blanks around it. */
function isWord(node: MathNode | undefined): boolean {
  return typeof node === 'object' && node.name === 'mi' && [...content(node)].length > 1;
}

function content(node: MathElement): string {
  return node.children.map((child) => (typeof child === 'string' ? child : content(child))).join('');
}
