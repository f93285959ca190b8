import { LRUCache } from 'lru-cache';
import temml, { type default as Temml } from 'temml';

/** An element of MathML, or text within one. */
export type MathNode = MathElement | string;

/** An element of MathML without style or script, so that pages may show it as it is. */
export interface MathElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly MathNode[];
}

/** The most characters and the deepest nesting of a formula. Others, which no title or abstract has, are not read. */
const LONGEST = 2_000;
const DEEPEST = 40;
const REMEMBERED = 5_000;

/** Macros that LaTeX lacks but authors use in titles and abstracts, many of them from AASTeX. */
const MACROS: Readonly<Record<string, string>> = {
  '\\Q': '\\mathbb{Q}',
  '\\C': '\\mathbb{C}',
  '\\F': '\\mathbb{F}',
  '\\P': '\\mathbb{P}',
  '\\E': '\\mathbb{E}',
  '\\ensuremath': '#1',
  '\\msun': 'M_\\odot',
  '\\lsun': 'L_\\odot',
  '\\rsun': 'R_\\odot',
  '\\kms': '\\mathrm{km\\,s^{-1}}',
};

const ELEMENTS = new Set([
  ...['math', 'mrow', 'mi', 'mn', 'mo', 'mtext', 'mspace', 'msub', 'msup', 'msubsup', 'munder', 'mover'],
  ...['munderover', 'mfrac', 'msqrt', 'mroot', 'mtable', 'mtr', 'mtd', 'mpadded', 'mstyle', 'mphantom'],
]);
const ATTRIBUTES = new Set([
  ...['displaystyle', 'scriptlevel', 'mathvariant', 'form', 'fence', 'separator', 'stretchy', 'symmetric'],
  ...['lspace', 'rspace', 'accent', 'accentunder', 'linethickness', 'width', 'minsize', 'maxsize'],
]);
const PLAIN_VALUE = /^[-\w.%]{1,20}$/;

// The package's types describe its CommonJS form, but as an ES module it has only a default export.
const { __renderToMathMLTree: renderTree } = temml as unknown as typeof Temml.default;

const known = new LRUCache<string, { root: MathElement | undefined }>({ max: REMEMBERED });

/**
 * Parses a formula, without its dollar signs, by temml. Returns nothing for a formula that temml refuses (an unknown
 * command, a missing brace) or that is too long or too deep. Callers then show the source.
 */
export function mathematics(source: string): MathElement | undefined {
  const found = known.get(source);
  if (found !== undefined) return found.root;
  const root = source.length <= LONGEST && depth(source) <= DEEPEST ? parsed(source) : undefined;
  known.set(source, { root });
  return root;
}

function parsed(source: string): MathElement | undefined {
  try {
    const tree: unknown = renderTree(source, {
      throwOnError: true,
      // A definition within a formula is written into this object, so each formula gets one of its own.
      macros: { ...MACROS },
      maxSize: [2, 24],
      maxExpand: 200,
      trust: false,
    });
    const [root] = converted(tree);
    return typeof root === 'object' ? root : undefined;
  } catch (error) {
    // temml throws ParseError for unknown commands, and other errors for some unusual input.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function depth(source: string): number {
  let deepest = 0;
  let open = 0;
  for (const sign of source) {
    if (sign === '{') deepest = Math.max(deepest, ++open);
    else if (sign === '}') open -= 1;
    // \left, scripts and commands without braces nest as well.
    else if (sign === '^' || sign === '_') deepest = Math.max(deepest, open + 1);
  }
  return Math.max(deepest, (source.match(/\\left(?![a-z])/g) ?? []).length);
}

/** The fields of temml's nodes that are read. */
interface TemmlNode {
  type?: string;
  text?: string;
  attributes?: Record<string, unknown>;
  children?: unknown[];
}

function converted(node: unknown): MathNode[] {
  const { type = '', text, attributes = {}, children = [] } = node as TemmlNode;
  if (text !== undefined) return [text];
  const inner = children.flatMap(converted);
  if (type === 'menclose') return [enclosed(attributes.notation, inner)];
  // Spans and fragments only group other nodes.
  if (!ELEMENTS.has(type)) return inner;
  return [{ name: type, attributes: plain(attributes), children: inner }];
}

/** Replaces `menclose`, which browsers no longer support: a line above or below becomes an accent that stretches. */
function enclosed(notation: unknown, inner: MathNode[]): MathElement {
  const row: MathElement = { name: 'mrow', attributes: {}, children: inner };
  const line = (sign: string): MathElement => ({
    name: 'mo',
    attributes: { stretchy: 'true' },
    children: [sign],
  });
  if (notation === 'top') return { name: 'mover', attributes: {}, children: [row, line('‾')] };
  if (notation === 'bottom') return { name: 'munder', attributes: {}, children: [row, line('_')] };
  return row;
}

function plain(attributes: Record<string, unknown>): Record<string, string> {
  const kept = Object.entries(attributes).filter(
    ([name, value]) => ATTRIBUTES.has(name) && PLAIN_VALUE.test(String(value)),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
