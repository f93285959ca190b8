import type { MathElement, MathNode } from '@paperboy/platform';

/** Signs after which a formula may be broken: relations, plus, minus, commas and semicolons. */
const BREAKS = /^[=<>≤≥≈∼≃≅≡∝≪≫≲≳∈→←⇒⇔↔↦+−±,;]$/u;
const OPENS = /^[([{⟨⌊⌈]$/u;
const CLOSES = /^[)\]}⟩⌋⌉,;.]$/u;

/**
 * Cuts a formula where a line may break, since browsers do not break a line within a formula. Each piece is shown as a
 * formula of its own. The cuts are after the signs of `BREAKS`. A piece that is still wider than `widest` signs is cut
 * between its factors. Returns nothing when a single factor is wider.
 */
export function lines(math: MathElement, widest: number): MathNode[][] | undefined {
  const row = shownRow(math);
  if (widthOf(row) <= widest) return [[...row]];
  const pieces = cut(row, (node) => breaksBehind(node)).flatMap((piece) =>
    widthOf(piece) <= widest ? [piece] : cut(piece, (node, next) => !opens(node) && !closes(next)),
  );
  return pieces.every((piece) => widthOf(piece) <= widest) ? pieces : undefined;
}

/** Cuts a row after each node for which `isCut` returns true. `isCut` gets the node and the one that follows. */
function cut(
  row: readonly MathNode[],
  isCut: (node: MathNode, next: MathNode | undefined) => boolean,
): MathNode[][] {
  const pieces: MathNode[][] = [[]];
  for (const [at, node] of row.entries()) {
    const next = row[at + 1];
    const ends = next !== undefined && isCut(node, next);
    pieces.at(-1)?.push(ends ? infix(node) : node);
    if (ends) pieces.push([]);
  }
  return pieces;
}

/** Marks a sign as infix, because at the end of a piece it would lose the blanks that it has between two operands. */
function infix(node: MathNode): MathNode {
  if (!breaksBehind(node)) return node;
  return { ...(node as MathElement), attributes: { form: 'infix', ...(node as MathElement).attributes } };
}

function breaksBehind(node: MathNode): boolean {
  return isSign(node, BREAKS) && (node as MathElement).attributes.form !== 'prefix';
}

function opens(node: MathNode): boolean {
  return isSign(node, OPENS) || (typeof node === 'object' && node.attributes.form === 'prefix');
}

function closes(node: MathNode | undefined): boolean {
  return node === undefined || isSign(node, CLOSES);
}

function isSign(node: MathNode, signs: RegExp): boolean {
  return typeof node === 'object' && node.name === 'mo' && signs.test(signsOf(node));
}

/** The nodes of a formula that are next to each other. Nested rows are replaced by their children. */
function shownRow(node: MathElement): readonly MathNode[] {
  return node.children.flatMap((child) =>
    typeof child === 'object' && (child.name === 'mrow' || child.name === 'mstyle')
      ? shownRow(child)
      : [child],
  );
}

function widthOf(nodes: readonly MathNode[]): number {
  return nodes.reduce((sum, node) => sum + width(node), 0);
}

/** The width of a node, as the number of signs next to each other. */
function width(node: MathNode): number {
  if (typeof node === 'string') return [...node].length;
  const widths = node.children.map(width);
  const broadest = Math.max(0, ...widths);
  if (['mfrac', 'munder', 'mover', 'munderover'].includes(node.name)) return broadest;
  const sum = widths.reduce((total, each) => total + each, 0);
  return node.name === 'mtable' ? broadest : sum;
}

function signsOf(node: MathNode): string {
  return typeof node === 'string' ? node : node.children.map(signsOf).join('');
}
