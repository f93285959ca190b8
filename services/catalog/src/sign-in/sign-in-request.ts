import type { InstitutionIdentity } from '../person/institution-identity.js';

const MINUTE = 60_000;

/** The collection of requests for a sign-in mail. A request is deleted a day after it was made. */
export const SIGN_IN_REQUESTS = 'sign-in-requests';

/** A request is mailed within this time or never: after an outage of the mailer, nobody still waits for an old one. */
export const MAILED_WITHIN_MS = 60 * MINUTE;

/** How long link and code are valid, from the making of the letter. */
export const GOOD_MS = 15 * MINUTE;

/** How long a person with a proven new address may take to choose a name and a handle. */
export const REGISTRATION_MS = 60 * MINUTE;

/** The number of wrong codes after which a request accepts no more. */
export const CODE_TRIES = 5;

/** The most sign-in mails to one mailbox on one day (UTC). Mails that were used do not count. */
export const MAILS_PER_DAY = 10;

/** How many codes there are: those of six digits. */
export const CODES = 1_000_000;

/**
 * The most wrong codes on one day (UTC), for all mailboxes and networks together. Codes are refused for the rest of the
 * day then, while links stay good. So the chance that anybody gets in by guessing is below 1,000 / CODES on each day.
 */
export const WRONG_CODES_PER_DAY = 1_000;

/** A request for a sign-in mail in the database. It holds only hashes of its secrets. */
export interface SignInRequestDocument {
  _id: string;
  /** The hash of the secret that stays in the browser where the request was made. */
  askerHash: string;
  /** In lower case. */
  address: string;
  askedAt: Date;
  /** True until the mailer requests the letter. Never set when the mailbox had reached its daily limit. */
  waiting?: true;
  linkHash?: string;
  codeHash?: string;
  /** Until when link and code are valid. */
  goodUntil?: Date;
  /** How many codes were tried. */
  tries: number;
  /** When the address was proven by the link, the code or an institution. */
  provenAt?: Date;
  /** The hash of the secret that allows making the account, for an address without one. */
  registrationHash?: string;
  /** The identity at the institution that proved the address in place of a mail. The account is connected with it. */
  identity?: InstitutionIdentity;
  registerUntil?: Date;
}

/** Why a code is refused. */
export type CodeRefusal =
  | 'unknown-sign-in-request'
  | 'sign-in-code-used'
  | 'sign-in-code-void'
  | 'sign-in-code-expired'
  | 'sign-in-codes-paused';

/** The first reason why a request accepts no code now; undefined when it accepts one. */
export function codeRefusal(
  request: Pick<SignInRequestDocument, 'askedAt' | 'goodUntil' | 'tries' | 'provenAt'> | null,
  now: Date,
): CodeRefusal | undefined {
  if (request === null) return 'unknown-sign-in-request';
  if (request.provenAt) return 'sign-in-code-used';
  const until = request.goodUntil ?? new Date(request.askedAt.getTime() + MAILED_WITHIN_MS);
  if (until <= now) return 'sign-in-code-expired';
  return request.tries >= CODE_TRIES ? 'sign-in-code-void' : undefined;
}
