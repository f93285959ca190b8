import { ACCENTS, SIGNS } from './latex-letters.js';
import { mathText } from './math-text.js';
import { mathematics } from './mathematics.js';

/** Commands that change the look of text and show nothing themselves. */
const SWITCHES = new Set([
  ...['it', 'em', 'bf', 'sc', 'rm', 'tt', 'sl', 'sf', 'cal', 'mit', 'md', 'up', 'boldmath', 'unboldmath'],
  ...['itshape', 'slshape', 'scshape', 'upshape', 'bfseries', 'mdseries', 'rmfamily', 'sffamily', 'ttfamily'],
  ...['normalfont', 'tiny', 'scriptsize', 'footnotesize', 'small', 'normalsize', 'large', 'Large', 'LARGE'],
  ...['huge', 'Huge', 'centering', 'noindent', 'protect', 'xspace', 'displaystyle', 'textstyle', 'left'],
  ...['right', 'big', 'Big', 'relax', 'null'],
]);
/** Commands whose first argument is an instruction and no text. */
const INSTRUCTIONS = new Set([
  ...['cite', 'citep', 'citet', 'citealt', 'citealp', 'label', 'begin', 'end', 'href', 'textcolor', 'color'],
  ...['vspace', 'hspace', 'fontsize'],
]);
const LIGATURES = [
  ['---', '—'],
  ['--', '–'],
  ['``', '“'],
  ["''", '”'],
  ['?`', '¿'],
  ['!`', '¡'],
  ['~', ' '],
] as const;
const NAME = /[A-Za-z]+\*?/y;
const INSTRUCTION = /\s{0,3}(?:\[[^[\]{}]{0,200}\]){0,2}\{[^{}]{0,300}\}/y;
const LETTER = /(\{\\?[^{}\\]{0,4}\}|\\[ij](?![A-Za-z])|[^\s{}\\])/y;
const LETTER_APART = /\s*(\{\\?[^{}\\]{0,4}\}|\\[ij](?![A-Za-z])|[^\s{}\\])/y;
/** Stages of ionisation are written in small capitals: `H{\sc i}` is HI. */
const SMALL_NUMERAL = /\s*\{?([ivx]{1,5})(?=[}\s,.;:)$]|$)/y;

/**
 * Reads LaTeX outside of formulas as plain text: accents, the letters and signs of LaTeX's encodings, quotes and dashes.
 * Braces and font switches are removed. The text of a command's argument stays. An unknown command without an argument
 * stays as it is written.
 */
export function latexWords(source: string): string {
  if (!/[\\{}`'~-]/.test(source)) return source;
  let text = '';
  let at = 0;
  while (at < source.length) {
    const sign = source.charAt(at);
    if (sign === '\\') {
      const read = command(source, at + 1);
      text += read.text;
      at = read.end;
    } else if (sign === '{' || sign === '}') at += 1;
    else {
      const ligature = LIGATURES.find(([from]) => source.startsWith(from, at));
      text += ligature?.[1] ?? sign;
      at += ligature?.[0].length ?? 1;
    }
  }
  return text.normalize('NFC');
}

interface Reading {
  readonly text: string;
  /** The index in the source behind the command. */
  readonly end: number;
}

/** Reads the command whose name begins at `at`, behind its backslash. */
function command(source: string, at: number): Reading {
  const word = match(NAME, source, at)?.[0] ?? '';
  const name = word === '' ? source.charAt(at) : word.replace('*', '');
  const end = at + Math.max(word.length, 1);
  const accent = ACCENTS.get(name);
  if (accent !== undefined) return accented(source, end, word === '' ? LETTER : LETTER_APART, accent);
  if (word === '') return { text: sign(name), end };
  if (INSTRUCTIONS.has(name))
    return { text: '', end: end + (match(INSTRUCTION, source, end)?.[0].length ?? 0) };
  if (name === 'sc' || name === 'textsc') {
    const numeral = match(SMALL_NUMERAL, source, end);
    if (numeral) return { text: (numeral[1] ?? '').toUpperCase(), end: end + numeral[0].length };
  }
  if (SWITCHES.has(name)) return { text: '', end: behindBlank(source, end) };
  const known = SIGNS.get(name) ?? symbol(name);
  if (known !== undefined) return { text: known, end: behindBlank(source, end) };
  return { text: source.charAt(end) === '{' ? '' : `\\${word}`, end };
}

/** The text of a command whose name is a single sign and not a letter. */
function sign(name: string): string {
  if (/^[\\ ,;:\n]$/.test(name)) return ' ';
  return /^[!()[\]/@-]?$/.test(name) ? '' : name;
}

/** The text of a mathematical symbol outside of a formula, such as `\sim`. */
function symbol(name: string): string | undefined {
  const read = mathematics(`\\${name}`);
  const text = read && mathText(read);
  return text === '' ? undefined : text;
}

/** Skips a blank, which only ends the name of a command. */
function behindBlank(source: string, at: number): number {
  return source.charAt(at) === ' ' ? at + 1 : at;
}

/** Reads the letter under an accent (`e`, `{e}`, `\i` or `{\i}`) and adds the accent. */
function accented(source: string, at: number, letter: RegExp, accent: string): Reading {
  const found = match(letter, source, at);
  if (!found) return { text: '', end: at };
  const [first = '', ...rest] = [...(found[1] ?? '').replace(/[{}\\]/g, '')];
  return { text: first === '' ? '' : `${first}${accent}${rest.join('')}`, end: at + found[0].length };
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}
