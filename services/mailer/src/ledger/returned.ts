/**
 * The kinds of return of a mail, in ascending order of what they say. A later return replaces one that says less.
 * - `delayed`: delivery is still being tried.
 * - `delivered`: it reached the mailbox.
 * - `unknown`: a bounce without a known status.
 * - `blocked`: refused because of its sender or its content.
 * - `soft`: refused for now, or because the mailbox is full.
 * - `hard`: there is no such mailbox.
 * - `complaint`: its reader reported it as unwanted.
 */
export const RETURNS = ['delayed', 'delivered', 'unknown', 'blocked', 'soft', 'hard', 'complaint'] as const;
export type ReturnedAs = (typeof RETURNS)[number];

/**
 * The enhanced status codes of an address that will never take a mail (RFC 3463 and its registry at IANA): there is no
 * such mailbox or domain, the address is bad, the mailbox has moved or is closed, or the domain accepts no mail.
 */
export const GONE_STATUS = /^5\.(1\.([1236]|10)|2\.1)$/;

/** The stored return of a mail. */
export interface Returned {
  as: ReturnedAs;
  /** The enhanced status code of the report, such as `5.1.1` (RFC 3463). */
  status?: string;
  at: Date;
}

/** The kinds that say at least as much as the given one. */
export function asTelling(kind: ReturnedAs): ReturnedAs[] {
  return RETURNS.slice(RETURNS.indexOf(kind));
}
