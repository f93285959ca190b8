/** What steers a terminal or turns the direction of a line: control characters, line breaks, Unicode's Bidi_Control. */
const STEERING = /[\p{Cc}\p{Bidi_Control}\p{Surrogate}\u2028\u2029]/gu;

/** A line for a terminal, whatever it holds of others' text: what would steer the terminal shows as a question mark. */
export function forTerminal(line: string): string {
  return line.replace(STEERING, '?');
}

/** A value as JSON for a terminal and for machines: what would steer is escaped, so that nothing is lost. */
export function jsonForTerminal(value: unknown, indent = 0): string {
  // JSON's own line breaks are those of the indentation: those within texts are escaped already.
  return JSON.stringify(value, null, indent).replace(STEERING, (sign) =>
    sign === '\n' ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
