import { z } from 'zod';

/** NUL, the byte order mark, and characters that change the direction of the text after them (Bidi_Control). */
const DROPPED = /[\0\ufeff\p{Bidi_Control}]/gu;
const HALF_CHARACTER = /\p{Surrogate}/gu;
/** White space of any kind, line breaks and control characters; not the joiners, which scripts and emoji need. */
const BLANK = /[\s\p{Cc}\u2028\u2029]+/gu;
/** Most texts are like this: only letters, digits and signs of ASCII, and usual white space. */
const PLAIN = /^[ -~\t\n\r]*$/;
/** A visible character. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A text from outside as one clean line, without characters that break lines, steer a terminal or change the direction
 * of text. White space becomes single blanks, letters are composed (NFC). Cleaning again changes nothing.
 */
export function cleanLine(text: string): string {
  // The same for those, in a tenth of the time: a snapshot has millions of them.
  if (PLAIN.test(text)) return text.replace(/\s+/g, ' ').trim();
  return dropped(text).replace(BLANK, ' ').trim().normalize('NFC');
}

/** The schema of a name or another line from outside: cleaned, at most `most` characters, at least one visible. */
export function lineSchema(most: number) {
  const allowed = `expected 1 to ${most} characters that show`;
  return z.string(allowed).transform(cleanLine).pipe(z.string().max(most, allowed).regex(VISIBLE, allowed));
}

/**
 * A text of several lines from outside, cleaned like `cleanLine` but with its line breaks. Several empty lines become
 * one, and both ends have none. Cleaning again changes nothing.
 */
export function cleanText(text: string): string {
  return dropped(text)
    .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
    .replace(/\t/g, '    ')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\s+$/g, '')
    .normalize('NFC');
}

/** The schema of a text of several lines from outside: cleaned, at most `most` characters, at least one visible. */
export function textSchema(most: number) {
  const allowed = `expected 1 to ${most} characters that show`;
  return z.string(allowed).transform(cleanText).pipe(z.string().max(most, allowed).regex(VISIBLE, allowed));
}

function dropped(text: string): string {
  return text.replace(DROPPED, '').replace(HALF_CHARACTER, '\ufffd');
}
