import { LRUCache } from 'lru-cache';
import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { formulaSpans } from './latex.js';

/** Private-use characters of Unicode, which replace a formula while the Markdown around it is parsed. */
const OPEN = '\ue000';
const CLOSE = '\ue001';
const PLACE = /\ue000(\d+)\ue001/g;
/** A line that begins with this many markers of quotes and lists, or more, loses them, which bounds the nesting. */
const DEEPEST = 20;
const NESTING = new RegExp(`^(?:[ \\t]*(?:>|[-+*]|\\d{1,9}[.)])[ \\t]*){${DEEPEST},}`, 'gm');

/** The parsed Markdown of a comment, in which placeholders stand for the formulas. */
export interface CommentMarkdown {
  readonly root: Root;
  /** Restores the source of the formulas in a text of the tree. */
  readonly source: (text: string) => string;
}

/** The size of the cache in characters. Parsing a long comment takes some ms, and a page has up to a hundred. */
const READ_CHARACTERS = 2_000_000;
const known = new LRUCache<string, CommentMarkdown>({
  maxSize: READ_CHARACTERS,
  sizeCalculation: (_, text) => text.length + 1,
});

/** Parses the Markdown of a comment (CommonMark). No sign within a formula is read as Markdown. */
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
