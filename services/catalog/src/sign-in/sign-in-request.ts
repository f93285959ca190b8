const MINUTE = 60_000;

/** The collection of requests for a sign-in mail; documents leave it a day after they were asked. */
export const SIGN_IN_REQUESTS = 'sign-in-requests';

/** A request is mailed within this time, also after an absence of the mailer. Later nobody waits for the mail. */
export const MAILED_WITHIN_MS = 60 * MINUTE;

/** How long link and code are valid, from the making of the letter. */
export const GOOD_MS = 15 * MINUTE;

/** How long a person with a proven new address may take to choose a name and a handle. */
export const REGISTRATION_MS = 60 * MINUTE;

/** The number of wrong codes after which a request accepts no more. */
export const CODE_TRIES = 5;

/** Sign-in mails to one mailbox on one day (UTC), without those that were used. */
export const MAILS_PER_DAY = 10;

/** A request for a sign-in mail in the database. Of its secrets it holds hashes only. */
export interface SignInRequestDocument {
  _id: string;
  /** The hash of the secret that stays where the request was made. */
  askerHash: string;
  /** In lower case. */
  address: string;
  askedAt: Date;
  /** Until the mailer has asked for the letter; never for one whose mailbox had all of its day. */
  waiting?: true;
  linkHash?: string;
  codeHash?: string;
  /** Until when link and code are good. */
  goodUntil?: Date;
  /** Codes that were tried. */
  tries: number;
  /** When the address was proven by the link or the code. */
  provenAt?: Date;
  /** What makes the account, for an address that had none. */
  registrationHash?: string;
  /** Who proved the address in place of a mail: the account is connected with it. */
  identity?: { issuer: string; subject: string };
  registerUntil?: Date;
}

/** Why a code is not taken. */
export type CodeRefusal =
  | 'unknown-sign-in-request'
  | 'sign-in-code-used'
  | 'sign-in-code-void'
  | 'sign-in-code-expired';

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
