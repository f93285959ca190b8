import type { Cadence } from '@paperboy/contracts';
import type { LedgerRow } from '../ledger/ledger.js';

/** The confirmation of a subscription. An address that was never confirmed is kept here only. */
export interface ConfirmationMessage extends LedgerRow {
  kind: 'confirmation';
  subscriberId: string;
  address: string;
  wish: { cadence: Cadence; hour: number; timeZone: string };
  requestedAt: Date;
  /** The ids of the mailbox and the domain that it counts for, and its number among the mailbox's confirmations. */
  mailboxId: string;
  domainId: string;
  ordinal: number;
  /** The link is valid until then. The document is deleted afterwards. */
  expiresAt: Date;
  confirmedAt?: Date;
}

/** A sign-in mail with the id of the catalog's request. Link, code and address are requested when it is sent. */
export interface SignInMessage extends LedgerRow {
  kind: 'sign-in';
  /** The id that is derived from its address. It is recorded when the mail is sent, for a mail that comes back. */
  subscriberId?: string;
  /** The document is deleted then. */
  expiresAt: Date;
}

/** A new link to the settings of a subscription, for its reader alone. The address is looked up when it is sent. */
export interface SettingsLinkMessage extends LedgerRow {
  kind: 'settings-link';
  subscriberId: string;
  subscriptionId: string;
  /** The document is deleted then. */
  expiresAt: Date;
}

/** A mail about comments that answer or mention a person. Address and texts are requested when it is sent. */
export interface NoticeMessage extends LedgerRow {
  kind: 'notice';
  personId: string;
  commentIds: string[];
  /** As of a sign-in mail. */
  subscriberId?: string;
  /** The document is deleted then. */
  expiresAt: Date;
}

/** A webhook that was disabled, as the mail to its owner describes it. */
export interface DisabledWebhook {
  id: string;
  host: string;
  /** What it was told, in words. */
  told: string;
  failingSince: Date;
  lastAnswer: string;
}

/** A mail about a disabled webhook. The address of its owner is requested when it is sent. */
export interface WebhookDisabledMessage extends LedgerRow {
  kind: 'webhook-disabled';
  /** Absent for a webhook of the operator. */
  personId?: string;
  /** As of a sign-in mail. */
  subscriberId?: string;
  webhook: DisabledWebhook;
  /** The document is deleted then. */
  expiresAt: Date;
}

/** A single mail in the ledger. */
export type Message =
  | ConfirmationMessage
  | SignInMessage
  | SettingsLinkMessage
  | NoticeMessage
  | WebhookDisabledMessage;

/** How long the row of a mail about a webhook is kept. */
export const WEBHOOK_DISABLED_KEPT_MS = 7 * 86_400_000;

/** How long the row of a mail about comments is kept after it was due. */
export const NOTICE_KEPT_MS = 7 * 86_400_000;

/** How long a confirmation's link is valid. */
export const CONFIRMATION_MS = 7 * 86_400_000;

/** How long the row of a link to the settings is kept. */
export const SETTINGS_LINK_KEPT_MS = 7 * 86_400_000;

/** How long the row of a sign-in mail is kept. It must be longer than the catalog lists its request as due. */
export const SIGN_IN_KEPT_MS = 7 * 86_400_000;
