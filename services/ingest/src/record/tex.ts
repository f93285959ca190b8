import { ACCENTS, LETTERS } from '@paperboy/platform';

// An accent command that is a sign applies to the next letter. One that is a letter needs a brace or a space first:
// otherwise the beginning of `\command` and `\usage` would be read as an accent.
const ACCENT =
  /\{?\\(?:(['`^"~=.])\s*(?:\{(\\[ij]|[A-Za-z])\s*\}|(\\[ij](?![A-Za-z]) ?|[A-Za-z]))|([uvHckrdb])(?:\s*\{(\\[ij]|[A-Za-z])\s*\}|\s+(\\[ij](?![A-Za-z]) ?|[A-Za-z])))(\}?)/g;
const NAMES = Object.keys(LETTERS).join('|');
const LETTER = new RegExp(`\\{\\\\(${NAMES})\\s*\\}|\\\\(${NAMES})(?:\\{\\}|(?![A-Za-z{])(?: +|))`, 'g');

function accented(command: string, letter: string): string {
  // TeX has an i and a j without their dots to carry accents. With an accent they are the plain letters.
  const base = letter.replace('\\', '').trim();
  return (base + (ACCENTS.get(command) ?? '')).normalize('NFC');
}

function decodeText(text: string): string {
  return text
    .replace(
      ACCENT,
      (whole: string, sign, signBraced, signBare, word, wordBraced, wordBare, closing: string) => {
        const letter = accented(sign ?? word, signBraced ?? signBare ?? wordBraced ?? wordBare);
        // A group is dropped only when both of its braces were just around the accent.
        if (whole.startsWith('{')) return closing ? letter : `{${letter}`;
        return letter + closing;
      },
    )
    .replace(LETTER, (_whole, braced: string | undefined, bare: string | undefined) => {
      return LETTERS[braced ?? bare ?? ''] ?? '';
    });
}

/** Turns TeX's accents (`Na{\"i}ve`, `Erd\H{o}s`) into letters; formulas between dollar signs stay as they are. */
export function decodeAccents(text: string): string {
  if (!text.includes('\\')) return text;
  return text
    .split(/((?<!\\)\$(?:\\.|[^$\\])*(?:\$|$))/s)
    .map((part, index) => (index % 2 === 1 ? part : decodeText(part)))
    .join('');
}
