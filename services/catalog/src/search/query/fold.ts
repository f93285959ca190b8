/** A text as it is searched, and where each of its signs came from. */
export interface Folded {
  readonly text: string;
  /** For each UTF-16 unit of `text` where its sign begins in the source; absent when both texts are the same. */
  readonly origins?: readonly number[];
}

/** ASCII alone: nothing to fold. */
export const PLAIN = /^[\x20-\x7e]*$/;
/** Scripts that write words without blanks between them: each sign is a word of its own. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;
/** Signs that separate: the private ones mark tags in the index and must never come from outside. */
const SEPARATOR = /^[\p{Cc}\p{Co}\p{Cs}\p{Z}]$/u;
/** Signs that nobody sees, such as soft hyphens and those that turn the direction of writing. */
const UNSEEN = /^\p{Cf}$/u;
/** A word of a folded text. */
export const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/**
 * A text as it is indexed and asked for: raised and lowered digits as plain ones, ligatures and styled letters as
 * letters, each sign of Chinese and Japanese apart. Accents and case stay: the tokeniser of the index reads over them.
 */
export function fold(source: string): Folded {
  if (PLAIN.test(source)) return { text: source };
  let text = '';
  const origins: number[] = [];
  let at = 0;
  for (const sign of source) {
    const folded = foldedSign(sign);
    for (let unit = 0; unit < folded.length; unit += 1) origins.push(at);
    text += folded;
    at += sign.length;
  }
  return text === source ? { text } : { text, origins };
}

/** Where a stretch of the folded text stands in its source. */
export function sourceRange(
  { origins }: Folded,
  source: string,
  start: number,
  end: number,
): [number, number] {
  if (origins === undefined) return [start, end];
  const first = origins[start] ?? source.length;
  const last = origins[end - 1] ?? source.length;
  return [first, last + (String.fromCodePoint(source.codePointAt(last) ?? 0).length || 1)];
}

/** The words of a folded text, as they are written there. */
export function wordsOf(folded: string): string[] {
  return folded.match(WORD) ?? [];
}

/** A word without accents and case, as the vocabulary of the index holds it. */
export function bare(word: string): string {
  const lower = word.toLowerCase();
  return PLAIN.test(lower) ? lower : lower.normalize('NFD').replace(/\p{M}+/gu, '');
}

function foldedSign(sign: string): string {
  if (UNSPACED.test(sign)) return ` ${sign} `;
  if (UNSEEN.test(sign)) return '';
  if (SEPARATOR.test(sign)) return ' ';
  const folded = sign.normalize('NFKC');
  return [...folded].length > 1 && UNSPACED.test([...folded][0] ?? '')
    ? ` ${[...folded].join(' ')} `
    : folded;
}
