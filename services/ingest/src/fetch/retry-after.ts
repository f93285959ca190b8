const LONGEST_MS = 24 * 3_600_000;

/** How long a `Retry-After` asks to wait, in ms, a day at most; undefined when it says nothing that makes sense. */
export function retryAfterMs(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1_000, LONGEST_MS);
  // Date.parse accepts many texts that are no date. The header has a date in the format of HTTP.
  if (!/^[A-Z][a-z]{2,8},? .* GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now.getTime()), LONGEST_MS);
}
