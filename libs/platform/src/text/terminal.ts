/**
 * Characters that steer a terminal or turn the direction of a line: control characters, line breaks, Unicode's
 * Bidi_Control.
 */
const STEERING = /[\p{Cc}\p{Bidi_Control}\p{Surrogate}\u2028\u2029]/gu;

/** Makes a line safe for a terminal. Characters that would steer it become question marks. */
export function forTerminal(line: string): string {
  return line.replace(STEERING, '?');
}

/** A value as JSON that is safe on a terminal: steering characters are escaped, so that nothing is lost. */
export function jsonForTerminal(value: unknown, indent = 0): string {
  // The only raw line breaks in JSON are those of the indentation. Those within texts are escaped already.
  return JSON.stringify(value, null, indent).replace(STEERING, (sign) =>
    sign === '\n' ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
