const HIDDEN = '[redacted]';
const HIDDEN_KEY =
  /^(authorization|cookie|set-cookie|e-?mails?|to|recipients?)$|token|secret|password|address|credential/i;
const DEEPEST = 6;

// Nearly all keys are words of the code that come again with each line; to judge them anew took longer than all else of it.
const MOST_JUDGED = 1_000;
const judged = new Map<string, boolean>();

function isHidden(key: string): boolean {
  const known = judged.get(key);
  if (known !== undefined) return known;
  const hidden = HIDDEN_KEY.test(key);
  if (judged.size < MOST_JUDGED) judged.set(key, hidden);
  return hidden;
}

/** A copy of log fields in which the values of secret-sounding keys are masked. */
export function redactFields(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Error || value instanceof Date)
    return value;
  if (depth >= DEEPEST) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => redactFields(item, depth + 1));
  const masked: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    masked[key] = isHidden(key) && item !== undefined ? HIDDEN : redactFields(item, depth + 1);
  }
  return masked;
}

// The first group keeps a JSON escape that stands directly before the address: without it `\nann@…` would lose its n.
const MAIL_ADDRESS =
  /(\\u[0-9a-f]{4}|\\.)?[^\s"'<>@\\/(),:;[\]{}=*]{1,64}@[^\s"'<>@\\/(),:;[\]{}]{1,190}\.[a-z]{2,24}\b/gi;
const CREDENTIALS = /:\/\/[^\s"'/@]{1,200}@/g;

/** A finished log line without anything that looks like a mail address or like credentials in a URL. */
export function redactLine(line: string): string {
  if (!line.includes('@')) return line;
  return line.replace(CREDENTIALS, '://***@').replace(MAIL_ADDRESS, '$1[address]');
}
