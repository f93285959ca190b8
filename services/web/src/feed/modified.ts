/**
 * Whether a program that knows an answer by its date alone has it already. An ETag decides before a date does
 * (RFC 9110, 13.2.2), and a date that can't be read counts for nothing.
 */
export function unchangedSince(
  asked: { readonly 'if-none-match'?: string; readonly 'if-modified-since'?: string },
  { 'last-modified': modified }: Readonly<Record<string, string>>,
): boolean {
  const { 'if-none-match': tag, 'if-modified-since': since } = asked;
  if (tag !== undefined || since === undefined || modified === undefined) return false;
  return Date.parse(since) >= Date.parse(modified);
}
