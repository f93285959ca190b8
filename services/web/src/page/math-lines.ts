import type { MathElement, MathNode } from '@paperboy/platform';

/** Signs behind which a formula may go on in the next line: relations, plus, minus and commas. */
const BREAKS = /^[=<>≤≥≈∼≃≅≡∝≪≫≲≳∈→←⇒⇔↔↦+−±,;]$/u;

/**
 * Cuts a formula where it may go on in the next line, since browsers break no line within one. Each piece is shown as
 * a formula of its own. Returns nothing when a piece stays wider than `widest` signs.
 */
export function lines(math: MathElement, widest: number): MathNode[][] | undefined {
  const pieces: MathNode[][] = [[]];
  const whole = width(math) <= widest;
  for (const node of row(math)) {
    const isBreak = breaksBehind(node);
    // At the end of a piece a sign would lose the blanks that it has between two operands.
    const shown = isBreak && !whole ? { ...node, attributes: { form: 'infix', ...node.attributes } } : node;
    pieces.at(-1)?.push(shown);
    if (isBreak && !whole) pieces.push([]);
  }
  const filled = pieces.filter((piece) => piece.length > 0);
  return filled.every((piece) => piece.reduce((sum, node) => sum + width(node), 0) <= widest)
    ? filled
    : undefined;
}

function breaksBehind(node: MathNode): node is MathElement {
  if (typeof node === 'string' || node.name !== 'mo') return false;
  return node.attributes.form !== 'prefix' && BREAKS.test(signs(node));
}

function row(node: MathElement): readonly MathNode[] {
  const [only, ...more] = node.children;
  if (more.length > 0 || typeof only !== 'object') return node.children;
  return only.name === 'mrow' || only.name === 'mstyle' ? row(only) : node.children;
}

/** How many signs stand side by side. */
function width(node: MathNode): number {
  if (typeof node === 'string') return [...node].length;
  const widths = node.children.map(width);
  const broadest = Math.max(0, ...widths);
  if (['mfrac', 'munder', 'mover', 'munderover'].includes(node.name)) return broadest;
  const sum = widths.reduce((total, each) => total + each, 0);
  return node.name === 'mtable' ? broadest : sum;
}

function signs(node: MathNode): string {
  return typeof node === 'string' ? node : node.children.map(signs).join('');
}
