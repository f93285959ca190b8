import { LRUCache } from 'lru-cache';
import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { formulaSpans } from './latex.js';

/** Signs of Unicode that mean nothing: where a formula stood while the Markdown around it is read. */
const OPEN = '\ue000';
const CLOSE = '\ue001';
const PLACE = /\ue000(\d+)\ue001/g;
/** Quotes and lists within each other beyond this are read as text: a page is no deeper. */
const DEEPEST = 20;
const NESTING = new RegExp(`^(?:[ \\t]*(?:>|[-+*]|\\d{1,9}[.)])[ \\t]*){${DEEPEST},}`, 'gm');

/** The Markdown of a comment, read, with its formulas put aside. */
export interface CommentMarkdown {
  readonly root: Root;
  /** A text of the tree with the source of its formulas in their places. */
  readonly source: (text: string) => string;
}

/** Reading takes some ms for a long comment, and a page holds up to a hundred. In characters. */
const READ_CHARACTERS = 2_000_000;
const known = new LRUCache<string, CommentMarkdown>({
  maxSize: READ_CHARACTERS,
  sizeCalculation: (_, text) => text.length + 1,
});

/** Reads the Markdown of a comment (CommonMark). Formulas are kept whole: no sign within one is Markdown. */
export function readComment(text: string): CommentMarkdown {
  const found = known.get(text);
  if (found) return found;
  const comment = read(text);
  known.set(text, comment);
  return comment;
}

function read(text: string): CommentMarkdown {
  const clean = text.replace(/[\ue000\ue001]/g, '\ufffd').replace(NESTING, '');
  const formulas: string[] = [];
  let marked = '';
  let from = 0;
  for (const { at, end } of formulaSpans(clean)) {
    marked += `${clean.slice(from, at)}${OPEN}${formulas.length}${CLOSE}`;
    formulas.push(clean.slice(at, end));
    from = end;
  }
  return {
    root: fromMarkdown(marked + clean.slice(from)),
    source: (part) => part.replace(PLACE, (_, at: string) => formulas[Number(at)] ?? ''),
  };
}
