/**
 * Whether a client that sends only `if-modified-since` has the current answer. False when it sends an ETag, which has
 * precedence (RFC 9110, 13.2.2), or a date that can't be read.
 */
export function unchangedSince(
  asked: { readonly 'if-none-match'?: string; readonly 'if-modified-since'?: string },
  { 'last-modified': modified }: Readonly<Record<string, string>>,
): boolean {
  const { 'if-none-match': tag, 'if-modified-since': since } = asked;
  if (tag !== undefined || since === undefined || modified === undefined) return false;
  return Date.parse(since) >= Date.parse(modified);
}
