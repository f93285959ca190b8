import { setImmediate as otherWork } from 'node:timers/promises';
import { SaxesParser } from 'saxes';

/** An element: its local name, its attributes, the text directly in it and the elements in it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

/** Takes the elements of a name one by one, each once it is whole. They are not added to the tree. */
export interface TakenElement {
  readonly name: string;
  take(element: Element): void;
}

/**
 * How many characters are parsed in one go. A page of some megabytes at once would block everything else for seconds.
 */
const PIECE = 100_000;
/** Limits that no honest answer exceeds. */
const MOST = { depth: 40, elements: 1_000_000, attributes: 60 };

/** The text is not well-formed XML of the kind that is read here; the message says what is wrong, without the text. */
export class NoXml extends Error {
  constructor(
    readonly code: 'answer-not-xml' | 'answer-truncated' | 'answer-with-doctype',
    message: string,
  ) {
    super(message);
  }
}

interface OpenElement {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** Characters that XML 1.0 forbids even as a reference. arXiv has sent some, and one must not cost a whole page. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const REFERENCE = /&#(?:x([0-9a-f]{1,8})|(\d{1,9}));/gi;

function withoutForbidden(text: string): string {
  return text.replace(FORBIDDEN, ' ').replace(REFERENCE, (whole: string, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0x10_ffff || String.fromCodePoint(code).search(FORBIDDEN) !== -1 ? ' ' : whole;
  });
}

/**
 * Reads a whole XML document into its root element. Names are local, without prefixes. Rejects with NoXml for what is not
 * well-formed or ends early, and for any DOCTYPE: so there are no entities but XML's own five, and none is expanded.
 * Elements of the name in `taken` are passed to it instead of kept. They are valid only when this resolves.
 */
export async function parseXml(text: string, taken?: TakenElement): Promise<Element> {
  const clean = withoutForbidden(text.replace(/^\ufeff/, '')).trimStart();
  if (clean === '') throw new NoXml('answer-not-xml', 'The answer is empty.');
  if (!clean.startsWith('<')) throw new NoXml('answer-not-xml', 'The answer is no XML.');
  const parser = new SaxesParser();
  const open: OpenElement[] = [];
  let root: Element | undefined;
  let elements = 0;
  let ending = false;
  parser.on('doctype', () => {
    throw new NoXml('answer-with-doctype', 'The answer has a DOCTYPE, which is not read.');
  });
  parser.on('opentag', ({ name, attributes }) => {
    elements += 1;
    if (
      open.length >= MOST.depth ||
      elements > MOST.elements ||
      Object.keys(attributes).length > MOST.attributes
    )
      throw new NoXml(
        'answer-not-xml',
        'The answer is nested deeper, or has more elements, than any honest one.',
      );
    open.push({ name: localName(name), attributes, children: [], text: '' });
  });
  const addText = (more: string) => {
    const top = open.at(-1);
    if (top) top.text += more;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (!closed) return;
    const parent = open.at(-1);
    if (parent && closed.name === taken?.name) taken.take(closed);
    else if (parent) parent.children.push(closed);
    else root = closed;
  });
  try {
    for (let at = 0; at < clean.length; at += PIECE) {
      if (at > 0) await otherWork();
      parser.write(clean.slice(at, at + PIECE));
    }
    ending = true;
    parser.close();
  } catch (error) {
    if (error instanceof NoXml) throw error;
    // An error that occurs only at the end means that the text was cut off.
    throw ending && open.length > 0
      ? new NoXml('answer-truncated', 'The answer ends in its middle.')
      : new NoXml('answer-not-xml', `The answer is not well-formed XML, at character ${parser.position}.`);
  }
  if (!root) throw new NoXml('answer-not-xml', 'The answer has no element.');
  return root;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The first element of a name in another; undefined when there is none. */
export function childOf(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((child) => child.name === name);
}

/** All elements of a name in another. */
export function childrenOf(element: Element | undefined, name: string): readonly Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text of the first element of a name in another; empty when there is none. */
export function textIn(element: Element | undefined, name: string): string {
  return childOf(element, name)?.text ?? '';
}
