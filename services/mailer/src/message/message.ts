import type { Cadence } from '../due/due.js';
import type { LedgerRow } from '../ledger/ledger.js';

/** A single mail in the ledger: the confirmation of a subscription. An address that was never confirmed is kept here only. */
export interface Message extends LedgerRow {
  kind: 'confirmation';
  subscriberId: string;
  address: string;
  wish: { cadence: Cadence; hour: number; timeZone: string };
  requestedAt: Date;
  /** The mailbox and the domain that it is counted for, and its place among those of the mailbox; absent in old ones. */
  mailboxId?: string;
  domainId?: string;
  ordinal?: number;
  /** The link is good until then, and the document is deleted afterwards. */
  expiresAt: Date;
  confirmedAt?: Date;
}

/** How long a confirmation's link is good. */
export const CONFIRMATION_MS = 7 * 86_400_000;
