/** A text as it is searched, and where each of its characters comes from. */
export interface Folded {
  readonly text: string;
  /** For each UTF-16 unit of `text`, where its character begins in the source; absent when both texts are equal. */
  readonly origins?: readonly number[];
}

/** Matches texts of printable ASCII only, in which there is nothing to fold. */
export const PLAIN = /^[\x20-\x7e]*$/;
/** Characters of scripts without spaces between words. Each of them is searched as a word. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;
/** Characters that become a space. The private ones mark tags in the index, so texts must never contain them. */
const SEPARATOR = /^[\p{Cc}\p{Co}\p{Cs}\p{Z}]$/u;
/** Invisible characters, such as soft hyphens and marks of the writing direction. */
const UNSEEN = /^\p{Cf}$/u;
/** Letters whose marks the tokeniser keeps, as people type them who lack the key. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', þ: 'th', Þ: 'TH' },
  ...{
    ł: 'l',
    Ł: 'L',
    ø: 'o',
    Ø: 'O',
    đ: 'd',
    Đ: 'D',
    ð: 'd',
    Ð: 'D',
    ħ: 'h',
    Ħ: 'H',
    ı: 'i',
    ё: 'е',
    Ё: 'Е',
  },
};
/** A word of a folded text. */
export const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/**
 * A text as it is indexed and searched. Superscript and subscript digits, ligatures and styled letters become plain
 * ones, letters such as `ł` and `ß` those that people type for them, and Chinese and Japanese characters are separated. Accents and case stay, since the tokeniser of the index
 * ignores them.
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

/** The range of the source from which a range of the folded text comes. */
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
  const plain = sign.normalize('NFKC');
  const folded = LETTERS[plain] ?? plain;
  return [...folded].length > 1 && UNSPACED.test([...folded][0] ?? '')
    ? ` ${[...folded].join(' ')} `
    : folded;
}
