const HIDDEN = '[redacted]';
const HIDDEN_KEY =
  /^(authorization|cookie|set-cookie|e-?mails?|to|recipients?)$|token|secret|password|address|credential/i;
const DEEPEST = 6;

// Verdicts by key. Nearly all keys come again with each line, and judging them each time took most of the time of a
// line.
const MOST_JUDGED = 1_000;
const judged = new Map<string, boolean>();

function isHidden(key: string): boolean {
  const known = judged.get(key);
  if (known !== undefined) return known;
  const hidden = HIDDEN_KEY.test(key);
  if (judged.size < MOST_JUDGED) judged.set(key, hidden);
  return hidden;
}

/** A copy of log fields in which the values of keys that sound like secrets are masked. */
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

/** A log line without mail addresses and without credentials in URLs. */
export function redactLine(line: string): string {
  if (!line.includes('@')) return line;
  return line.replace(CREDENTIALS, '://***@').replace(MAIL_ADDRESS, '$1[address]');
}
