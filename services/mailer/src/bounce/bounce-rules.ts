import { GONE_STATUS, type ReturnedAs } from '../ledger/returned.js';

/** A rule fits by the enhanced status code. Where the code says too little, the server's answer must match as well. */
export interface BounceRule {
  readonly status: RegExp;
  readonly answer?: RegExp;
  readonly as: ReturnedAs;
}

const NO_MAILBOX =
  /\b(user|recipient|mailbox|address|account)\b.{0,60}\b(unknown|not exist|no longer|not found|disabled|inactive|unavailable for good)|\b(no such|unknown|invalid) (user|recipient|mailbox|address|account)|does(n't| not) exist/i;
const NO_DOMAIN =
  /(domain|host)( or domain)?( name)?.{0,60}(not found|not exist|unknown|invalid)|nxdomain|no such (domain|host)|null ?mx/i;
const FULL =
  /quota|mailbox.{0,30}full|full.{0,30}mailbox|insufficient (system )?storage|over.{0,10}(size|storage)/i;
const UNWANTED = /\b(spam|blocked|blacklist|block ?list|denylist|dmarc|dkim|spf|reputation|policy)\b/i;

/**
 * What a failed delivery means; the first rule that fits decides (source: RFC 3463 and the IANA registry of enhanced
 * status codes). 5.x.0 says no more than "no", so the words of the answer decide. A code that blames the sender or the
 * content (5.7.x) says nothing about the mailbox. All others are soft: they count only when they repeat.
 */
export const FAILED_RULES: readonly BounceRule[] = [
  { status: GONE_STATUS, as: 'hard' },
  // The mail can't be routed. That is permanent only if the domain does not exist (Postfix, Exchange).
  { status: /^5\.4\.(4|310)$/, answer: NO_DOMAIN, as: 'hard' },
  // About the sender: its address, its reputation, its signature.
  { status: /^5\.(7\.\d+|1\.[78])$/, as: 'blocked' },
  { status: /^5\.\d+\.0$/, answer: FULL, as: 'soft' },
  { status: /^5\.\d+\.0$/, answer: UNWANTED, as: 'blocked' },
  { status: /^5\.[0124]\.0$/, answer: NO_DOMAIN, as: 'hard' },
  { status: /^5\.[012]\.0$/, answer: NO_MAILBOX, as: 'hard' },
  { status: /^[45]\./, as: 'soft' },
];

/** What the other actions of a delivery report mean. */
export const ACTIONS: Readonly<Record<string, ReturnedAs>> = {
  delayed: 'delayed',
  delivered: 'delivered',
  relayed: 'delivered',
  expanded: 'delivered',
};

/** Feedback types that say that the reader does not want our mail (source: RFC 5965, section 7.3). */
export const COMPLAINTS: ReadonlySet<string> = new Set(['abuse', 'fraud', 'opt-out', 'opt-out-list']);

/** Local parts of senders that report bounces in words only. */
export const POSTMASTERS = /^(mailer-daemon|postmaster|mail-daemon|mdaemon|bounce|no-?reply-bounce)\b/i;
