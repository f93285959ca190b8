import { latexWords } from './latex-words.js';
import { mathText } from './math-text.js';
import { type MathElement, mathematics } from './mathematics.js';

/** A stretch of a title or an abstract. */
export interface LatexPart {
  /** Plain text. For a formula that can't be read it is the source. */
  readonly text: string;
  /** The formula, if this part is one that can be read. */
  readonly math?: MathElement;
}

/** A formula in one piece is never longer. */
const LONGEST_FORMULA = 1_000;
/** `\(` and `\[` with what closes them. */
const BRACKETS: Readonly<Record<string, string>> = { '(': '\\)', '[': '\\]' };

/** Reads the LaTeX of a title or an abstract. Never fails and never drops a word. */
export function latexParts(source: string): LatexPart[] {
  const parts: LatexPart[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    const formula = formulaAt(source, at);
    if (formula !== undefined) {
      if (text !== '') parts.push({ text: latexWords(text) });
      text = '';
      parts.push(formulaPart(source.slice(at, formula.end), formula.inner));
      at = formula.end;
    } else {
      // A backslash takes the next sign with it, so that `\$` opens nothing.
      const length = source.charAt(at) === '\\' ? 2 : 1;
      text += source.slice(at, at + length);
      at += length;
    }
  }
  if (text !== '') parts.push({ text: latexWords(text) });
  return parts;
}

/** A title or an abstract as plain text, for subjects, feeds and descriptions. */
export function latexText(source: string): string {
  return latexParts(source)
    .map(({ text }) => text)
    .join('');
}

/** The positions of the formulas in a text, including their delimiters: from `at` (included) to `end` (excluded). */
export function formulaSpans(source: string): { at: number; end: number }[] {
  const spans: { at: number; end: number }[] = [];
  for (let at = 0; at < source.length; ) {
    const formula = formulaAt(source, at);
    if (formula !== undefined) spans.push({ at, end: formula.end });
    at = formula?.end ?? at + (source.charAt(at) === '\\' ? 2 : 1);
  }
  return spans;
}

function formulaPart(source: string, inner: string): LatexPart {
  const math = mathematics(inner);
  return math === undefined ? { text: source } : { text: mathText(math), math };
}

interface Formula {
  readonly inner: string;
  /** The index in the source behind it. */
  readonly end: number;
}

function formulaAt(source: string, at: number): Formula | undefined {
  const sign = source.charAt(at);
  if (sign === '\\') {
    const close = BRACKETS[source.charAt(at + 1)];
    return close === undefined ? undefined : closed(source, at + 2, close);
  }
  if (sign !== '$') return undefined;
  if (source.startsWith('$$', at)) return closed(source, at + 2, '$$');
  const found = closed(source, at + 1, '$');
  return found !== undefined && isFormula(found, source) ? found : undefined;
}

/** The text between `start` and the next `close`, if that is near enough. */
function closed(source: string, start: number, close: string): Formula | undefined {
  const limit = Math.min(source.length, start + LONGEST_FORMULA);
  for (let at = start; at < limit; at += 1) {
    if (at > start && source.startsWith(close, at))
      return { inner: source.slice(start, at), end: at + close.length };
    if (source.charAt(at) === '\\') at += 1;
  }
  return undefined;
}

/** Single dollars are prices unless they hug their content, or it holds what only formulas hold. */
function isFormula({ inner, end }: Formula, source: string): boolean {
  if (/[\\^_]/.test(inner)) return true;
  return !/^\s|\s$/.test(inner) && !/\d/.test(source.charAt(end));
}
