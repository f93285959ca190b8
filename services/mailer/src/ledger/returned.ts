/**
 * What came back of a mail, from the least to the most that it says; a later one counts if it says more.
 * `delayed`: it is still tried. `delivered`: it reached the mailbox. `unknown`: a bounce that tells no state. `blocked`:
 * refused for its sender or its content. `soft`: refused for now, or for a full mailbox. `hard`: there is no such mailbox.
 * `complaint`: its reader reported it as unwanted.
 */
export const RETURNS = ['delayed', 'delivered', 'unknown', 'blocked', 'soft', 'hard', 'complaint'] as const;
export type ReturnedAs = (typeof RETURNS)[number];

/** What is written down of it. */
export interface Returned {
  as: ReturnedAs;
  /** The enhanced status code that was told, such as `5.1.1` (RFC 3463). */
  status?: string;
  at: Date;
}

/** The kinds that say at least as much as one of them. */
export function asTelling(kind: ReturnedAs): ReturnedAs[] {
  return RETURNS.slice(RETURNS.indexOf(kind));
}
