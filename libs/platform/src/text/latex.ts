import { ACCENTS, RAISED, SYMBOLS } from './latex-symbols.js';

/** A stretch of text, on the line, above or below it. */
export interface Run {
  readonly text: string;
  readonly level: 'line' | 'sup' | 'sub';
}

/** Deeper nesting than any title has; what lies below is shown as it stands. */
const MAX_DEPTH = 8;

/**
 * Reads the simplest LaTeX of a title or an abstract as text: `$…$`, accents, symbols, sub- and superscripts.
 * Never fails and never drops a word: what it does not know is shown without its markup.
 */
export function latexRuns(source: string): Run[] {
  const runs: Run[] = [];
  new Reader(source, runs).read('line', false, 0, '');
  return merged(runs);
}

/** The same as plain text, with Unicode's raised and lowered signs where it has them. */
export function latexText(source: string): string {
  return latexRuns(source)
    .map(({ text, level }) => (level === 'line' ? text : raised(text, level)))
    .join('');
}

function raised(text: string, level: 'sup' | 'sub'): string {
  const signs = [...text].map((letter) => RAISED[level].get(letter));
  return signs.every((sign) => sign !== undefined) ? signs.join('') : text;
}

function merged(runs: Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last?.level === run.level)
      result[result.length - 1] = { text: last.text + run.text, level: run.level };
    else if (run.text !== '') result.push(run);
  }
  return result.map(({ text, level }) => ({ text: text.normalize('NFC'), level }));
}

class Reader {
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly runs: Run[],
  ) {}

  /** Reads until `end` (or the end of the text); returns with `end` consumed. */
  read(level: Run['level'], math: boolean, depth: number, end: string): void {
    while (this.at < this.source.length) {
      const char = this.source.charAt(this.at);
      if (end !== '' && char === end) {
        this.at += 1;
        return;
      }
      if (char === '\\') this.command(level, math, depth);
      else if (char === '{') this.group(level, math, depth);
      else if (char === '}') this.at += 1;
      else if (char === '$') this.dollar(level, math, depth);
      else if (math && (char === '^' || char === '_')) this.script(char, depth);
      else this.plain(char, level, math);
    }
  }

  private put(text: string, level: Run['level']): void {
    this.runs.push({ text, level });
  }

  private plain(char: string, level: Run['level'], math: boolean): void {
    const rest = (sign: string) => this.source.startsWith(sign, this.at);
    const found = math
      ? (
          [
            ['-', '−'],
            ['~', ' '],
            ["'", '′'],
          ] as const
        ).find(([from]) => rest(from))
      : (
          [
            ['---', '—'],
            ['--', '–'],
            ['``', '“'],
            ["''", '”'],
            ['~', ' '],
          ] as const
        ).find(([from]) => rest(from));
    this.put(found ? found[1] : char, level);
    this.at += found ? found[0].length : 1;
  }

  private group(level: Run['level'], math: boolean, depth: number): void {
    this.at += 1;
    if (depth < MAX_DEPTH) this.read(level, math, depth + 1, '}');
  }

  /** A dollar opens mathematics only when it closes and hugs its content, so that prices stay prices. */
  private dollar(level: Run['level'], math: boolean, depth: number): void {
    const display = this.source.startsWith('$$', this.at);
    const start = this.at + (display ? 2 : 1);
    const close = math ? -1 : closingDollar(this.source, start);
    if (close < 0 || depth >= MAX_DEPTH) {
      this.put('$', level);
      this.at += 1;
      return;
    }
    const inner = new Reader(this.source.slice(start, close), this.runs);
    inner.read(level, true, depth + 1, '');
    this.at = close + (display && this.source.startsWith('$$', close) ? 2 : 1);
  }

  private script(char: string, depth: number): void {
    this.at += 1;
    const level = char === '^' ? 'sup' : 'sub';
    const next = this.source.charAt(this.at);
    if (next === '{') this.group(level, true, depth);
    else if (next === '\\') this.command(level, true, depth);
    else if (next !== '') {
      this.put(next === '-' ? '−' : next, level);
      this.at += 1;
    }
  }

  private command(level: Run['level'], math: boolean, depth: number): void {
    const name = commandName(this.source, this.at + 1);
    this.at += 1 + name.length;
    const accent = ACCENTS.get(name);
    const letters = /^[A-Za-z]/.test(name);
    if (accent !== undefined) {
      this.put(accented(this.argument(letters), accent), level);
      return;
    }
    if (name === '\\' || name === ' ' || name === ',' || name === ';' || name === ':') this.put(' ', level);
    else if (name === '!' || name === '(' || name === ')' || name === '[' || name === ']' || name === '')
      this.put('', level);
    else if (!letters) this.put(name, level);
    else if (name === 'frac') this.fraction(level, math, depth);
    else {
      const symbol = SYMBOLS.get(name);
      const bare = this.source.charAt(this.at) !== '{';
      this.put(symbol ?? (bare ? name : ''), level);
      // A blank only ends the name of a command.
      if (symbol !== undefined && !math && this.source.charAt(this.at) === ' ' && symbol !== '') this.at += 1;
    }
  }

  private fraction(level: Run['level'], math: boolean, depth: number): void {
    if (this.source.charAt(this.at) !== '{') return;
    this.group(level, math, depth);
    this.put('/', level);
    if (this.source.charAt(this.at) === '{') this.group(level, math, depth);
  }

  /** The letter under an accent: `e`, `{e}`, `\i` or `{\i}`. */
  private argument(spaced: boolean): string {
    const found = spaced
      ? /\s*(\{\\?[^{}\\]{0,4}\}|\\[ij](?![A-Za-z])|[^\s{}\\])/y
      : /(\{\\?[^{}\\]{0,4}\}|\\[ij](?![A-Za-z])|[^\s{}\\])/y;
    found.lastIndex = this.at;
    const match = found.exec(this.source);
    if (!match) return '';
    this.at = found.lastIndex;
    return (match[1] ?? '').replace(/[{}\\]/g, '');
  }
}

function accented(base: string, accent: string): string {
  const [first = '', ...rest] = [...base];
  return first === '' ? '' : `${first}${accent}${rest.join('')}`;
}

function commandName(source: string, at: number): string {
  const word = /[A-Za-z]+/y;
  word.lastIndex = at;
  return word.exec(source)?.[0] ?? source.charAt(at);
}

/** Where the mathematics that opened before `start` closes, or -1. */
function closingDollar(source: string, start: number): number {
  if (/^\s|^$/.test(source.charAt(start))) return -1;
  const limit = Math.min(source.length, start + 500);
  for (let at = start; at < limit; at += 1) {
    const char = source.charAt(at);
    if (char === '\\') at += 1;
    else if (char === '$')
      return at > start && !/\s/.test(source.charAt(at - 1)) && !/\d/.test(source.charAt(at + 1)) ? at : -1;
  }
  return -1;
}
